"""A count, a sum or a figure: one value, or one for each group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.presenters.look_up.facts import tell_nothing
from actions.presenters.look_up.parts import SHOWN, build_figure, listed, tell_rows, write_sheet
from actions.presenters.look_up.writing import Writer
from actions.reply import Figure, Line, Reply, Section, Sheet, Table
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.found import Column, Found

_OF_MANY = 5


def tell_measures(found: Found, writer: Writer, *, behind: Found | None = None) -> Reply:
    """One value a measure, with the rows ``behind`` it; with groups, one line a group, the largest first."""
    if found.query.group_by:
        return _tell_groups(found, writer)
    row = found.rows[0] if found.rows else {}
    measured = [each for each in found.columns if each.measure]
    told = [tell_measured(row, each, found, writer) for each in measured]
    first = measured[0]
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=writer.sentence("look_up.sentence", text=writer.join_cells(told)),
        sections=(tell_rows(behind, writer, most=_rows_shown(behind)),) if behind and behind.rows else (),
        figures=(_figure(found, first, row.get(first.path), writer),),
        listed=listed(behind)[: _rows_shown(behind)] if behind else (),
        sheets=(write_sheet(behind, writer),) if behind and behind.rows else (),
    )


def _rows_shown(behind: Found) -> int:
    """All of a few; of many the first, for the number is what was asked."""
    return SHOWN if behind.total <= SHOWN else _OF_MANY


def tell_measured(row: Mapping[str, Any], column: Column, found: Found, writer: Writer) -> str:
    """One measure of one row: the number with what it counts, or its name and value, and what it divides."""
    value, measure = row.get(column.path), column.measure
    if measure and measure.name == "count" and not measure.of:
        things = writer.things(found.thing, int(value or 0))
        return writer.say("look_up.counted", thing=writer.things(found.thing), things=things)
    written = write_measured(row, column, writer)
    if not column.named and not any(each.name == "count" for each in found.query.measures):
        written = writer.say("look_up.in_rows", value=written, rows=writer.things(found.thing, found.total))
    return writer.say("look_up.measured", label=writer.column(column, found.thing), value=written)


def write_measured(row: Mapping[str, Any], column: Column, writer: Writer) -> str:
    """The value alone, with what it divides where it is a share."""
    value = row.get(column.path)
    written = writer.value(value, column.field, column.named)
    if column.field and not column.named:
        written = writer.with_unit(value, column.field)
    part, whole = row.get(f"{column.path}.part"), row.get(f"{column.path}.whole")
    if column.named is None or part is None or not whole:
        return written
    is_money = isinstance(part, float) and column.named.type is FieldType.SHARE and part > 1000
    if is_money or column.named.type is not FieldType.SHARE:
        return written
    return writer.say("look_up.of", value=written, part=int(part), whole=int(whole))


def _tell_groups(found: Found, writer: Writer) -> Reply:
    if not found.rows:
        return tell_nothing(found, writer)
    groups, measured = found.query.group_by, [each for each in found.columns if each.measure]
    lines = []
    for place, row in enumerate(found.rows, start=1):
        told = [_told(row, each, found, writer) for each in measured]
        cells = writer.join_cells(told)
        lines.append(Line(text=writer.say("look_up.line", place=place, name=_group(row, found, writer), cells=cells)))
    names = [writer.label(writer.catalogue.resolve(found.thing, path)[1]) for path in groups]
    first = measured[0]
    shown = [f"{_group(row, found, writer)} {write_measured(row, first, writer)}" for row in found.rows[:4]]
    facts = {"by": writer.say.join(names), "label": writer.column(first, found.thing)}
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=writer.sentence("look_up.grouped", told=writer.join_cells(shown), **facts),
        sections=(Section(key="rows", lines=tuple(lines)),),
        tables=(_table(found, measured, names, writer),),
        figures=(_figure(found, first, None, writer),),
        sheets=(_sheet(found, measured, names, writer),),
    )


def _told(row: Mapping[str, Any], column: Column, found: Found, writer: Writer) -> str:
    if column.measure and column.measure.name == "count" and not column.measure.of:
        return writer.things(found.thing, int(row.get(column.path) or 0))
    label = writer.column(column, found.thing)
    return writer.say("look_up.cell", label=label, value=write_measured(row, column, writer))


def _group(row: Mapping[str, Any], found: Found, writer: Writer) -> str:
    resolve = writer.catalogue.resolve
    return " · ".join(writer.value(row.get(path), resolve(found.thing, path)[1]) for path in found.query.group_by)


def _table(found: Found, measured: list[Column], names: list[str], writer: Writer) -> Table:
    columns = (*names, *(writer.column(each, found.thing) for each in measured))
    rows = tuple(
        (_group(row, found, writer), *(write_measured(row, each, writer) for each in measured)) for row in found.rows
    )
    return Table(key="groups", columns=(" · ".join(names), *columns[len(names) :]), rows=rows)


def _sheet(found: Found, measured: list[Column], names: list[str], writer: Writer) -> Sheet:
    columns = [*names, *(writer.column(each, found.thing) for each in measured)]
    paths = [*found.query.group_by, *(each.path for each in measured)]
    rows = [[row.get(path) for path in paths] for row in found.rows]
    name = f"{found.thing.key}-{found.as_of.isoformat()}.csv"
    return Sheet.of("look_up", name, writer.things(found.thing), columns, rows)


def _figure(found: Found, column: Column, value: Any, writer: Writer) -> Figure:
    definition = source.definition.get(writer.language, "") if (source := column.named or column.field) else ""
    written = writer.value(value, column.field, column.named) if value is not None else str(found.total)
    raw = value if isinstance(value, (int, float)) else None
    return build_figure(found, written, raw, writer, definition=definition)
