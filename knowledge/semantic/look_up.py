"""Answers a query: one statement through the viewer's access, its columns labelled and read by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.sql.elements import Label

from knowledge.errors import SightMissing
from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc
from knowledge.semantic.catalogue import Catalogue, FieldType, Thing
from knowledge.semantic.expressions import Setting
from knowledge.semantic.found import Column, Found
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Order, Period, Query
from knowledge.semantic.statement import Rows
from knowledge.semantic.visibility import sees_nothing

MOST_ROWS = 500
_AGGREGATES: Mapping[str, Any] = {"sum": func.sum, "average": func.avg, "largest": func.max, "smallest": func.min}
_TOTAL, _ID = "total_", "id_"


def look_up(query: Query, access: AccessContext, *, most: int = MOST_ROWS) -> Found:
    """Rows or aggregates, as the query asks. FieldUnknown; SightMissing where this viewer sees nothing of the kind."""
    catalogue = load_catalogue()
    thing = catalogue.thing(query.thing)
    if sees_nothing(thing, access):
        raise SightMissing(f"{access.viewer.name} may not see any {query.thing}.", things=thing.key, thing=thing.key)
    query = _dated(query, thing)
    setting = Setting(access, access.as_of)
    return _aggregate(query, catalogue, setting) if query.measures else _list(query, catalogue, setting, most)


def _dated(query: Query, thing: Thing) -> Query:
    """The period as a condition on the day it is about: that of a flag asked for, else the thing's own."""
    period = query.period
    if period is None:
        return query
    flags = (thing.fields[each.field].day for each in query.where if each.field in thing.fields)
    on = period.on or next((day for day in flags if day), None) or thing.day
    if on is None:
        return query
    dropped = {key for key, each in thing.fields.items() if each.day == on and key == "new"}
    where = tuple(each for each in query.where if each.field not in dropped)
    return replace(query, where=(*where, *within(period, on)))


def within(period: Period, on: str) -> tuple[Condition, ...]:
    """The days of a period as a condition on a field."""
    if period.since and period.until:
        return (Condition(on, Operator.BETWEEN, (period.since.isoformat(), period.until.isoformat())),)
    if period.since:
        return (Condition(on, Operator.AT_LEAST, (period.since.isoformat(),)),)
    return (Condition(on, Operator.AT_MOST, (period.until.isoformat(),)),) if period.until else ()


def _list(query: Query, catalogue: Catalogue, setting: Setting, most: int) -> Found:
    thing = catalogue.thing(query.thing)
    paths = _paths(query, catalogue, thing)
    rows = Rows(catalogue, setting, thing, query.where)
    orders = query.order_by or _usual_order(thing)
    labelled: dict[str, Label[Any]] = {path: rows.column(path).label(f"c{place}") for place, path in enumerate(paths)}
    for each in orders:
        if each.field not in labelled:
            labelled[each.field] = rows.column(each.field).label(f"o{len(labelled)}")
    where = rows.where()
    statement: Select[Any] = (
        select(rows.row.c.id.label(_ID), func.count().over().label(_TOTAL), *labelled.values())
        .select_from(rows.source)
        .where(where)
    )
    inner = statement.subquery("found")
    outer = select(inner)
    for each in orders:
        column = inner.c[labelled[each.field].name]
        outer = outer.order_by(column.is_(None), column.desc() if each.descending else column)
    outer = outer.order_by(inner.c[_ID])
    found = setting.access.connection.execute(outer.limit(min(query.limit or most, most))).mappings().all()
    values = tuple(
        {"id": row[_ID], **{path: _value(row[label.name], catalogue, thing, path) for path, label in labelled.items()}}
        for row in found
    )
    columns = tuple(Column(path, catalogue.resolve(thing, path)[1]) for path in paths)
    total = int(found[0][_TOTAL]) if found else 0
    return Found(query, thing, columns, values, total, setting.today, {})


def _usual_order(thing: Thing) -> tuple[Order, ...]:
    return tuple(Order(key.removeprefix("-"), descending=key.startswith("-")) for key in thing.order)


def _paths(query: Query, catalogue: Catalogue, thing: Thing) -> tuple[str, ...]:
    """What is told of each row: its title, what is asked for, what belongs beside it, what it is ordered by."""
    asked = query.select or thing.usual
    beside = []
    for path in query.select:
        links, field = catalogue.resolve(thing, path)
        prefix = ".".join(link.key for link in links)
        beside += [f"{prefix}.{key}" if prefix else key for key in field.beside]
    paths = dict.fromkeys((*thing.title, *asked, *(beside if query.select else ())))
    return tuple(paths)


def _aggregate(query: Query, catalogue: Catalogue, setting: Setting) -> Found:
    thing = catalogue.thing(query.thing)
    rows = Rows(catalogue, setting, thing, query.where)
    inputs = {path: rows.column(path).label(f"g{place}") for place, path in enumerate(query.group_by)}
    parts = {measure: _input(measure, rows, thing, place) for place, measure in enumerate(query.measures)}
    where = rows.where()  # joins what it needs
    used = [*inputs.values(), *(each for each in parts.values() if each is not None)]
    inner = select(rows.row.c.id.label(_ID), *used).select_from(rows.source).where(where).subquery("found")
    groups = {path: inner.c[label.name] for path, label in inputs.items()}
    named = {
        column_name(measure): _measured(measure, parts[measure], inner).label(f"m{place}")
        for place, measure in enumerate(query.measures)
    }
    statement: Select[Any] = (
        select(
            *(column.label(f"k{place}") for place, column in enumerate(groups.values())),
            func.count().label(_TOTAL),
            *named.values(),
        )
        .select_from(inner)
        .group_by(*groups.values())
    )
    statement = _ordered(statement, query, groups, named)
    found = (
        setting.access.connection.execute(statement.limit(min(query.limit or MOST_ROWS, MOST_ROWS))).mappings().all()
    )
    values = tuple(
        {
            "rows": int(row[_TOTAL]),
            **{path: _value(row[f"k{place}"], catalogue, thing, path) for place, path in enumerate(groups)},
            **{name: _number(row[label.name]) for name, label in named.items()},
        }
        for row in found
    )
    columns = (
        *(Column(path, catalogue.resolve(thing, path)[1]) for path in groups),
        *(
            Column(column_name(each), _field_of(each, catalogue, thing), each, thing.measures.get(each.name))
            for each in query.measures
        ),
    )
    return Found(query, thing, columns, values, sum(row["rows"] for row in values), setting.today, {})


def column_name(measure: Measure) -> str:
    """The name under which a measure's values stand in the rows."""
    return f"{measure.name}({measure.of})" if measure.of else measure.name


def _input(measure: Measure, rows: Rows, thing: Thing, place: int) -> Label[Any] | None:
    if measure.name == "count" and measure.of is None:
        return None
    if named := thing.measures.get(measure.name):
        part, whole = rows.column(named.part or ""), rows.column(named.whole or "")
        return case((whole & part, 1.0), (whole, 0.0)).label(f"p{place}")
    return rows.column(measure.of or measure.name).label(f"p{place}")


def _measured(measure: Measure, part: Label[Any] | None, inner: Any) -> Any:
    if part is None:
        return func.count()
    column = inner.c[part.name]
    if measure.name == "count":
        return func.count(func.distinct(column))
    if measure.name in _AGGREGATES:
        return _AGGREGATES[measure.name](column)
    return func.avg(column) if str(part.type) in {"FLOAT", "NUMERIC"} and measure.of is None else func.sum(column)


def _ordered(statement: Select[Any], query: Query, groups: Any, named: Any) -> Select[Any]:
    columns = {**groups, **named}
    for each in query.order_by:
        column = columns.get(each.field)
        if column is not None:
            statement = statement.order_by(
                column.is_(None),
                column.desc() if each.descending else column,
            )
    if not query.order_by and groups:
        first = next(iter(named.values()))
        statement = statement.order_by(first.desc())
    return statement.order_by(*groups.values())


def _field_of(measure: Measure, catalogue: Catalogue, thing: Thing) -> Any:
    path = measure.of or measure.name
    if path.split(".")[0] not in thing.fields:
        return None
    return catalogue.resolve(thing, path)[1]


def _value(value: Any, catalogue: Catalogue, thing: Thing, path: str) -> Any:
    """As Python holds it; what SQLite gives as text or number is made a day or a truth."""
    field = catalogue.resolve(thing, path)[1]
    kind = field.type
    if field.is_many:
        return int(value or 0)
    if value is None:
        return None
    if kind is FieldType.DAY and not isinstance(value, dt.date):
        return dt.date.fromisoformat(str(value)[:10])
    if kind is FieldType.MOMENT:
        return as_utc(value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value)))
    if kind is FieldType.FLAG:
        return bool(value)
    if kind in {FieldType.MONEY, FieldType.NUMBER, FieldType.SHARE}:
        return _number(value)
    return value


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number
