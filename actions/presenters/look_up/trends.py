"""A trend: the last value first, against the first and the one before; all points as chart, table and lines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.presenters.look_up.measures import write_measured
from actions.presenters.look_up.parts import build_figure
from actions.presenters.look_up.writing import Writer
from actions.reply import Chart, ChartSeries, Line, Reply, Section, Sheet, Table
from knowledge.playbook.formats import Month, Rate, write_value
from knowledge.semantic.evaluating import Part
from knowledge.semantic.found import Column
from knowledge.semantic.query import Period, Query


def tell_trend(query: Query, parts: tuple[Part, ...], writer: Writer) -> Reply:
    """Every measure asked for, point by point."""
    found = parts[-1].found
    measured = [each for each in found.columns if each.measure]
    points = [_point(part, writer) for part in parts]
    told = [[write_measured(part.row, each, writer) for each in measured] for part in parts]
    names = tuple(writer.column(each, found.thing) for each in measured)
    lines = tuple(
        Line(text=writer.say("look_up.side", name=point, told=writer.join_cells(values)))
        for point, values in zip(points, told, strict=True)
    )
    first = measured[0]
    headline = _headline(parts, points, first, names[0], writer)
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=headline,
        sections=(Section(key="points", lines=lines),),
        tables=(
            Table(key="trend", columns=("", *names), rows=tuple((p, *v) for p, v in zip(points, told, strict=True))),
        ),
        charts=_chart(parts, points, first, names[0], headline),
        figures=(build_figure(found, told[-1][0], _number(parts[-1], first), writer),),
        sheets=(_sheet(query, parts, points, measured, writer),),
    )


def _headline(parts: tuple[Part, ...], points: list[str], column: Column, label: str, writer: Writer) -> str:
    last, first = parts[-1], parts[0]
    facts: dict[str, Any] = {
        "label": label,
        "value": write_measured(last.row, column, writer),
        "point": points[-1],
        "first": write_measured(first.row, column, writer),
        "first_point": points[0],
    }
    now, then = _number(last, column), _number(first, column)
    grown = Rate(now / then - 1) if now is not None and then else None
    is_amount = not column.named
    shown = f"{now / then - 1:+.1%}" if grown and is_amount and now is not None and then else ""
    return writer.sentence("look_up.trend", change=shown, is_one=len(parts) == 1, **facts)


def _chart(parts: tuple[Part, ...], points: list[str], column: Column, label: str, alt: str) -> tuple[Chart, ...]:
    values = [_number(part, column) for part in parts]
    drawn = tuple((point, float(value)) for point, value in zip(points, values, strict=True) if value is not None)
    if len(drawn) < 2:
        return ()
    return (Chart(key="trend", kind="line", title=label, series=(ChartSeries(label=label, points=drawn),), alt=alt),)


def _sheet(query: Query, parts: tuple[Part, ...], points: list[str], measured: list[Column], writer: Writer) -> Sheet:
    thing = parts[-1].found.thing
    columns = ["", *(writer.column(each, thing) for each in measured)]
    rows = [[point, *(part.row.get(each.path) for each in measured)] for point, part in zip(points, parts, strict=True)]
    return Sheet.of("look_up", f"{query.thing}-trend.csv", writer.things(thing), columns, rows)


def _number(part: Part, column: Column) -> float | None:
    value = part.row.get(column.path)
    return float(value) if isinstance(value, (int, float)) else None


def _point(part: Part, writer: Writer) -> str:
    side = part.side
    if not isinstance(side, Period) or side.since is None or side.until is None:
        return ""
    if side.label == "month":
        return str(write_value(Month(side.since), writer.language))
    if side.label in {"day", "week"}:
        return str(write_value(side.since, writer.language))
    return _span(side.since, side.until, writer)


def _span(since: dt.date, until: dt.date, writer: Writer) -> str:
    if since.day == 1 and (until + dt.timedelta(days=1)).day == 1:
        return writer.say("look_up.between", since=Month(since), until=Month(until))
    return writer.say("look_up.between", since=since, until=until)
