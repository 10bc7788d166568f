"""Two or more of a kind side by side: customers, people, products, segments, periods."""

from __future__ import annotations

from typing import Any

from actions.presenters.look_up.measures import write_measured
from actions.presenters.look_up.parts import SHOWN, build_figure
from actions.presenters.look_up.writing import MISSING, Writer
from actions.reply import Figure, Line, Reply, Section, Table
from knowledge.semantic.catalogue import FieldType, Thing
from knowledge.semantic.evaluating import Part
from knowledge.semantic.found import Column
from knowledge.semantic.query import Condition, Operator, Period

_TWO = 2


def tell_comparison(parts: tuple[Part, ...], writer: Writer) -> Reply:
    """Whoever has more of the first thing compared comes first; all else stands side by side in a table."""
    names = [_name(part, writer) for part in parts]
    columns = _columns(parts)
    cells = {(place, each.path): _cell(part, each, writer) for place, part in enumerate(parts) for each in columns}
    headline = _headline(names, parts, columns, cells, writer) if columns else " · ".join(names)
    thing = parts[0].found.thing
    rows = tuple(
        (writer.column(each, thing), *(cells[place, each.path] for place in range(len(parts)))) for each in columns
    )
    lines = tuple(
        Line(
            text=writer.say(
                "look_up.side",
                name=name,
                told=writer.join_cells(
                    writer.say("look_up.cell", label=writer.column(each, thing), value=cells[place, each.path])
                    for each in columns
                ),
            )
        )
        for place, name in enumerate(names)
    )
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=headline,
        sections=(Section(key="sides", lines=(*_difference(parts, columns, writer), *lines)),),
        tables=(Table(key="compared", columns=("", *names), rows=rows),),
        figures=_figures(parts, columns, names, writer),
    )


def _columns(parts: tuple[Part, ...]) -> list[Column]:
    found = parts[0].found
    if any(each.measure for each in found.columns):
        return [each for each in found.columns if each.measure]
    return [each for each in found.columns if each.path not in found.thing.title]


def _type(column: Column) -> FieldType | None:
    told = column.named or column.field
    return told.type if told else None


def _cell(part: Part, column: Column, writer: Writer) -> str:
    return _told(part.row, column, part.found.thing, writer)


def _told(row: Any, column: Column, thing: Thing, writer: Writer) -> str:
    value = row.get(column.path)
    if column.measure and column.measure.name == "count" and not column.measure.of and isinstance(value, int):
        return writer.count(thing, value)
    if column.measure:
        return write_measured(row, column, writer)
    return writer.with_unit(value, column.field) if column.field else writer.value(value, None)


def _name(part: Part, writer: Writer) -> str:
    if isinstance(part.side, Period):
        return writer.period(part.side)
    found = part.found
    if found.rows and not found.query.measures:
        return writer.title(found.rows[0], found.thing)
    return writer.say.join([_side_name(each, part, writer) for each in part.side])


def _side_name(condition: Condition, part: Part, writer: Writer) -> str:
    if condition.any_of:  # whoever owns or looks after them, by name
        return _side_name(condition.any_of[0], part, writer)
    told = writer.condition(condition, part.found.thing)
    return told.split(": ", 1)[-1].split("：", 1)[-1] if condition.operator is Operator.IS else told


def _headline(
    names: list[str], parts: tuple[Part, ...], columns: list[Column], cells: dict[tuple[int, str], str], writer: Writer
) -> str:
    column = columns[0]
    counted = next((each for each in columns[1:] if each.measure and each.measure.name == "count"), None)

    def headed(place: int) -> str:
        """The value compared, with how many rows it was added up from."""
        value = cells[place, column.path]
        if counted is None:
            return value
        rows = writer.things(parts[place].found.thing, int(parts[place].row.get(counted.path) or 0))
        return writer.say("look_up.in_rows", value=value, rows=rows)

    values: list[Any] = [part.row.get(column.path) for part in parts]
    order = list(range(len(parts)))
    if isinstance(parts[0].side, Period):
        pass  # in the order in which they were said
    elif all(isinstance(value, (int, float)) for value in values):
        order.sort(key=lambda place: -float(values[place]))
    elif _type(column) is FieldType.DAY and all(values):
        order.sort(key=lambda place: str(values[place]))
    told = [writer.say("look_up.side_value", name=names[place], value=headed(place)) for place in order]
    if counted is not None:
        return writer.sentence("look_up.sentence", text=writer.join_against(told))
    label = writer.column(column, parts[0].found.thing)
    return writer.sentence("look_up.compared", label=label, told=writer.join_against(told))


def _difference(parts: tuple[Part, ...], columns: list[Column], writer: Writer) -> tuple[Line, ...]:
    """Of two by how much the one has more of what is compared; shares differ in points, which their table shows."""
    if len(parts) != _TWO or not columns or _type(columns[0]) is FieldType.SHARE:
        return ()
    one, other = (part.row.get(columns[0].path) for part in parts)
    if not isinstance(one, (int, float)) or not isinstance(other, (int, float)) or one == other:
        return ()
    told = _told({columns[0].path: abs(one - other)}, columns[0], parts[0].found.thing, writer)
    return (Line(text=writer.say("look_up.difference", value=told)),)


def _figures(parts: tuple[Part, ...], columns: list[Column], names: list[str], writer: Writer) -> tuple[Figure, ...]:
    if not columns:
        return ()
    figures = []
    for place, part in enumerate(parts[:SHOWN]):
        value = part.row.get(columns[0].path)
        raw = value if isinstance(value, (int, float)) else None
        figure = build_figure(part.found, _cell(part, columns[0], writer) or MISSING, raw, writer)
        figures.append(figure.model_copy(update={"key": f"side_{place}", "label": names[place]}))
    return tuple(figures)
