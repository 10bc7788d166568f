"""A fact: one thing about one row, or the few rows that answer it."""

from __future__ import annotations

from typing import Any

from actions.presenters.look_up.parts import account_of, build_figure, listed, tell_rows, write_sheet
from actions.presenters.look_up.writing import Writer
from actions.reply import AccountRef, Line, Reply, Section
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.found import Column, Found
from knowledge.semantic.query import Operator


def tell_fact(found: Found, writer: Writer) -> Reply:
    """The first field asked for as the headline, the others below it; several rows are added up and listed."""
    if not found.rows:
        return tell_nothing(found, writer)
    asked = [found.column(path) for path in found.query.select] or list(found.columns[len(found.thing.title) :])
    row = found.rows[0]
    told = [writer.tell(row, each, found.thing) for each in asked]
    is_one = len(found.rows) == 1
    headline = told[0] if is_one else _summed(found, asked[0], writer)
    lines = tuple(Line(text=text, figures=("look_up",)) for text in told[1:]) if is_one else ()
    sections = [Section(key="facts", lines=lines)] if lines else []
    if not is_one:
        sections.append(tell_rows(found, writer))
    account_id, name = account_of(row, found)
    value = row.get(asked[0].path)
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=headline,
        account=AccountRef(id=account_id, name=name) if account_id and _of_one(found) else None,
        sections=tuple(sections),
        figures=(_figure(found, asked[0], value, writer),),
        listed=() if is_one else listed(found),
        sheets=() if is_one else (write_sheet(found, writer),),
    )


def tell_nothing(found: Found, writer: Writer) -> Reply:
    """That nothing answers to it, and what was looked for."""
    read_as = writer.read_as(found.query, with_thing=False)
    facts = {"things": writer.things(found.thing), "read_as": read_as}
    key = "nobody" if found.thing.key in {"customer", "contact", "person", "lead"} else "nothing"
    if of_one := _flag_of_one(found, writer):
        key, facts = "nothing_of_one", facts | of_one
    figure = build_figure(found, "0", 0, writer)
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=writer.sentence(f"look_up.{key}", **facts),
        figures=(figure,),
    )


def _flag_of_one(found: Found, writer: Writer) -> dict[str, str]:
    """Of one customer's rows with one flag: the customer and the flag, as they are said; else nothing."""
    fields, where = found.thing.fields, found.query.where
    flags = [each for each in where if each.field in fields and fields[each.field].type is FieldType.FLAG]
    whose = [each for each in where if each.field == "customer" and each.operator is Operator.IS and each.values]
    if found.query.period or len(where) != 2 or len(flags) != 1 or len(whose) != 1:
        return {}
    if flags[0].operator is not Operator.IS or not (name := writer.named.get(("customer", int(whose[0].values[0])))):
        return {}
    return {"name": name, "label": writer.label(fields[flags[0].field])}


def _of_one(found: Found) -> bool:
    return len({account_of(row, found)[0] for row in found.rows}) == 1


def _summed(found: Found, column: Column, writer: Writer) -> str:
    """Several rows in one sentence: the sum of what adds up, else each by name."""
    values = [row[column.path] for row in found.rows if row.get(column.path) is not None]
    field = column.field
    rows = writer.things(found.thing, found.total)
    if field and values and field.adds_up and field.type in {FieldType.MONEY, FieldType.NUMBER}:
        total = writer.with_unit(sum(values), field)
        return writer.sentence("look_up.fact_sum", label=writer.label(field), value=total, rows=rows)
    shown = [_pair(row, column, found, writer) for row in found.rows[:3]]
    return writer.sentence("look_up.fact_rows", rows=rows, told=writer.join_cells(shown))


def _pair(row: Any, column: Column, found: Found, writer: Writer) -> str:
    value = writer.value(row.get(column.path), column.field)
    title = writer.title(row, found.thing)
    return title if title == value else f"{title}: {value}" if writer.language == "en" else f"{title}：{value}"


def _figure(found: Found, column: Column, value: Any, writer: Writer) -> Any:
    definition = column.field.definition.get(writer.language, "") if column.field else ""
    raw = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    return build_figure(found, writer.value(value, column.field), raw, writer, definition=definition)
