"""Parts that every look-up shares: numbered lines that open, the sheet, the figure that "why?" opens, what was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.presenters.look_up.writing import MISSING, Writer
from actions.reply import Choice, Figure, Line, Lineage, Section, Sheet, Tone
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.found import Column, Found
from knowledge.semantic.query import Query

SHOWN = 20
NAMES = 6
_ROWS_OF_ONE, _FIRST_CELLS = 3, 3  # how many rows of one customer the first line tells, and how much of each
_LONG_CELL = 40  # letters from which a cell is words rather than a value
_WORTH = "amount"  # the field that tells what one deal, invoice or purchase is worth
_FEWEST_ADDED = 2


def tell_rows(found: Found, writer: Writer, *, most: int = SHOWN) -> Section:
    """One numbered line a row, and how many more there are."""
    shown = found.rows[:most]
    lines = [Line(text=_line(place, row, found, writer)) for place, row in enumerate(shown, start=1)]
    if found.total > len(shown):
        lines.append(Line(text=writer.say("look_up.more", count=found.total - len(shown))))
    lines += [Line(text=text) for text in _together(found, writer)]
    return Section(key="rows", lines=tuple(lines))


def tell_missing(found: Found, writer: Writer) -> tuple[Section, ...]:
    """What was asked for and is on record of nobody in the list."""
    asked = [each for each in found.columns if each.path in found.query.select]
    missing = [each for each in asked if all(row.get(each.path) is None for row in found.rows)]
    labels = (writer.column(each, found.thing) for each in missing)
    lines = tuple(Line(text=writer.say("look_up.of_nobody", label=label)) for label in labels)
    return (Section(key="missing", lines=lines),) if lines else ()


def listed(found: Found) -> tuple[Choice, ...]:
    """What each line opens: the customer that it is or that it belongs to."""
    choices = []
    for row in found.rows[:SHOWN]:
        account_id, name = account_of(row, found)
        slots: dict[str, str | int] = {"account_id": account_id, "account": name} if account_id else {}
        choices.append(Choice(label=name or MISSING, intent="brief_account", slots=slots))
    return tuple(choices)


def account_of(row: Mapping[str, Any], found: Found) -> tuple[int | None, str]:
    """Id and name of the customer of a row."""
    if found.thing.key == "customer":
        return row["id"], str(row["name"])
    return row.get("customer.id"), str(row.get("customer") or "")


def write_sheet(found: Found, writer: Writer) -> Sheet:
    """All rows for a spreadsheet, as values."""
    columns = [writer.column(each, found.thing) for each in found.columns]
    rows = [[_cell(row.get(each.path), each, writer) for each in found.columns] for row in found.rows]
    name = f"{found.thing.key}-{found.as_of.isoformat()}.csv"
    return Sheet.of("look_up", name, writer.things(found.thing), columns, rows)


def build_figure(found: Found, value: str, raw: float | None, writer: Writer, *, definition: str = "") -> Figure:
    """The answer as a figure: what was counted, how, as of when, and the rows behind."""
    rows = writer.things(found.thing, found.total)
    basis = writer.say("look_up.basis", rows=rows, read_as=writer.read_as(found.query, with_thing=False))
    return Figure(
        key="look_up",
        label=writer.things(found.thing),
        value=value,
        raw=raw,
        basis=basis,
        as_of=found.as_of,
        formula=definition or _definition(found, writer) or writer.say("look_up.formula"),
        lineage=Lineage(table="look_up", query=rows_of(found.query).to_json()),
    )


def rows_of(query: Query) -> Query:
    """The rows behind an answer, as a list."""
    return Query(query.thing, where=query.where, period=query.period)


def tell_reading(query: Query, unread: tuple[str, ...], writer: Writer) -> tuple[Section, ...]:
    """How it was read, and what was not taken into account."""
    lines = [Line(text=writer.say("look_up.read_as", read_as=writer.read_as(query)))]
    if unread:
        words = writer.say.join([writer.say("look_up.quoted", words=words) for words in unread])
        lines.append(Line(text=writer.say("look_up.unread", words=words), tone=Tone.CAUTION))
    return (Section(key="reading", lines=tuple(lines)),)


def name_rows(found: Found, writer: Writer) -> str:
    """The first few by name, and how many more."""
    names = list(dict.fromkeys(_short(row, found, writer) for row in found.rows))
    if found.query.order_by and (ordered := _in_order(found, writer)):
        names = ordered
    rest = found.total - NAMES
    if rest > 0 and len(names) > NAMES:
        return writer.say("look_up.names_more", names=writer.join_names(names[:NAMES]), count=len(names) - NAMES)
    return writer.say.join(names[:NAMES])


def tell_rows_of_one(found: Found, writer: Writer) -> tuple[str, str] | None:
    """Whose rows they are, where all are one customer's, and what the first few say in place of the name."""
    first = found.thing.title[0]
    whose = {row.get(first) for row in found.rows}
    if len(whose) != 1 or None in whose or found.thing.fields[first].to is None:
        return None
    columns = [each for each in found.columns if each.path != first and each.field and not each.path.endswith(".id")]
    told = [writer.join_names(_first_cells(row, columns, writer)) for row in found.rows[:_ROWS_OF_ONE]]
    told = list(dict.fromkeys(filter(None, told)))
    rest = found.total - _ROWS_OF_ONE
    names = writer.join_cells(told)
    if rest > 0:
        names = writer.say("look_up.names_more", names=names, count=rest)
    return (_short(found.rows[0], found, writer), names) if told else None


def tell_first_row(found: Found, writer: Writer) -> str:
    """What the first row says beside its name and the value that puts it first; empty where that is all."""
    by = {each.field for each in found.query.order_by}
    beside = [each for each in found.columns if each.field and each.path not in {*by, *found.thing.title}]
    columns = [each for each in beside if not each.path.endswith(".id")]
    return str(writer.join_names(_first_cells(found.rows[0], columns, writer)))


def _first_cells(row: Mapping[str, Any], columns: list[Column], writer: Writer) -> list[str]:
    """What a row says first: a few short cells, up to and with the first long one."""
    cells: list[str] = []
    for each in columns:
        if row.get(each.path) is not None and len(cells) < _FIRST_CELLS:
            cells.append(_shown(row[each.path], each, writer).rstrip("。."))
            if len(cells[-1]) > _LONG_CELL:
                break
    return cells


def _in_order(found: Found, writer: Writer) -> list[str]:
    """ "Acme ¥310,000": the first few with the value that puts them first."""
    by = next((each for each in found.columns if each.path == found.query.order_by[0].field), None)
    if by is None or by.field is None or by.path in found.thing.title:
        return []
    return [
        writer.say("look_up.name_and_value", name=_short(row, found, writer), value=_shown(row[by.path], by, writer))
        if row.get(by.path) is not None
        else _short(row, found, writer)
        for row in found.rows
    ]


def _short(row: Mapping[str, Any], found: Found, writer: Writer) -> str:
    first = found.thing.title[0]
    return writer.value(row.get(first), found.thing.fields.get(first))


def tell_cells(row: Mapping[str, Any], found: Found, writer: Writer) -> tuple[str, str]:
    """What a row is called, and what is told of it, each value with its label."""
    told = [
        writer.say(
            "look_up.cell", label=writer.column(each, found.thing), value=_shown(row.get(each.path), each, writer)
        )
        for each in found.columns
        if each.path not in found.thing.title and row.get(each.path) is not None and not each.path.endswith(".id")
    ]
    return writer.title(row, found.thing), writer.join_cells(told)


def _line(place: int, row: Mapping[str, Any], found: Found, writer: Writer) -> str:
    name, cells = tell_cells(row, found, writer)
    return writer.say("look_up.line", place=place, name=name, cells=cells)


def _shown(value: Any, column: Column, writer: Writer) -> str:
    return writer.with_unit(value, column.field) if column.field else writer.value(value, None, column.named)


def _together(found: Found, writer: Writer) -> list[str]:
    """The sum of each column of money, where the rows are all there."""
    told = []
    for each in found.columns:
        values = [row[each.path] for row in found.rows if row.get(each.path) is not None]
        is_sum = each.field is not None and each.field.type is FieldType.MONEY and each.field.adds_up
        if is_sum and len(values) > 1 and found.total == len(found.rows):
            label = writer.column(each, found.thing)
            told.append(writer.say("look_up.together", label=label, value=writer.value(sum(values), each.field)))
    return told


def add_up(found: Found, writer: Writer) -> str:
    """The sum of what each row is worth, such as a deal; nothing where some rows are not there, or it is no amount."""
    column = next((each for each in found.columns if each.path == _WORTH and each.field), None)
    worth = [row[_WORTH] for row in found.rows if row.get(_WORTH) is not None] if column else []
    if column is None or column.field is None or len(worth) < _FEWEST_ADDED or found.total != len(found.rows):
        return ""
    return writer.value(sum(worth), column.field)


def _cell(value: Any, column: Column, writer: Writer) -> Any:
    kind = column.field.type if column.field else None
    return writer.value(value, column.field) if kind in {FieldType.WORD, FieldType.FLAG, FieldType.MONEY} else value


def _definition(found: Found, writer: Writer) -> str:
    told = []
    for each in found.query.where:
        field = found.thing.fields.get(each.field)
        if field and (text := field.definition.get(writer.language)):
            told.append(text)
    return " ".join(told)
