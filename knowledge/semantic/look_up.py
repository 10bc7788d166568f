"""Answers a query: one statement through the viewer's access, its columns labelled and read by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import FromClause, Select, and_, case, func, select
from sqlalchemy.sql.elements import Label

from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc
from knowledge.semantic.catalogue import Catalogue, FieldType, Thing
from knowledge.semantic.expressions import Setting
from knowledge.semantic.figures import find_left_out, measure_figures, metrics_of
from knowledge.semantic.found import Column, Found, column_name
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Order, Period, Query
from knowledge.semantic.statement import Rows
from knowledge.semantic.visibility import assert_sees

MOST_ROWS = 500
_AGGREGATES: Mapping[str, Any] = {"sum": func.sum, "average": func.avg, "largest": func.max, "smallest": func.min}
_MOST_COLUMNS = 5
_OPEN_TYPES = {FieldType.DAY, FieldType.MOMENT, FieldType.MONEY, FieldType.NUMBER, FieldType.SHARE}
_NAMING = {Operator.IS, Operator.ONE_OF}
_CLOSED = {Operator.EMPTY, Operator.HAS, Operator.HAS_NOT, Operator.IS_NOT}
_ON_DAYS = {Operator.BETWEEN, Operator.AT_LEAST, Operator.AT_MOST, Operator.IS}
_TOTAL, _ID = "total_", "id_"
# What each row carries beside what is asked of it: whose it is, and the file and line that it came from.
_OWN = {_ID: "id", "account_": "account_id", "source_": "source", "line_": "source_line"}
_TOLD_AS = {"account_": "customer.id", "source_": "source", "line_": "source.line"}


def look_up(query: Query, access: AccessContext, *, most: int = MOST_ROWS) -> Found:
    """Rows or aggregates, as the query asks. FieldUnknown; SightMissing where this viewer sees nothing of the kind."""
    catalogue = load_catalogue()
    thing = catalogue.thing(query.thing)
    assert_sees(thing.key, access)
    if not metrics_of(query, thing):
        query = _dated(query, thing)
    setting = Setting(access, access.as_of, _named_accounts(query))
    if metrics_of(query, thing):
        return _figures(query, catalogue, access)
    return _aggregate(query, catalogue, setting) if query.measures else _list(query, catalogue, setting, most)


def _named_accounts(query: Query) -> tuple[int, ...]:
    """The customers that the query names by id."""
    wanted = "id" if query.thing == "customer" else "customer"
    named = (each for each in query.where if each.field == wanted and each.operator in _NAMING)
    return tuple(value for each in named for value in each.values if isinstance(value, int))


def _figures(query: Query, catalogue: Catalogue, access: AccessContext) -> Found:
    thing = catalogue.thing(query.thing)
    left_out = find_left_out(query, catalogue, access)
    rows = measure_figures(query, catalogue, access, without=left_out)
    for each in query.order_by:
        rows.sort(key=lambda row: (row.get(each.field) is None, row.get(each.field)), reverse=each.descending)
    columns = (
        *(Column(path, catalogue.resolve(thing, path)[1]) for path in query.group_by),
        *(Column(each.name, None, each, thing.measures[each.name]) for each in query.measures),
    )
    total = len(rows) if query.group_by else sum(row["rows"] for row in rows)
    return Found(query, thing, columns, tuple(rows), total, access.as_of, left_out)


def _dated(query: Query, thing: Thing) -> Query:
    """The period as a condition on the day it is about: that of a flag asked for, else the thing's own."""
    period = query.period
    if period is None:
        return _of_its_days(query, thing)
    flags = (thing.fields[each.field].day for each in query.where if each.field in thing.fields)
    on = period.on or next((day for day in flags if day), None) or thing.day
    if on is None:
        return query
    if thing.last_day and on == thing.day:
        return replace(query, where=(*query.where, *_lasting(period, thing)))
    return _of_its_days(replace(query, where=(*query.where, *within(period, on))), thing)


def _of_its_days(query: Query, thing: Thing) -> Query:
    """Without the flags that a condition on their day stands for: "lost in July" asks who was, back since or not."""
    dated = {each.field for each in query.where if each.operator in _ON_DAYS}
    dropped = {key for key, each in thing.fields.items() if each.is_of_period and each.day in dated}
    return replace(query, where=tuple(each for each in query.where if each.field not in dropped))


def _lasting(period: Period, thing: Thing) -> tuple[Condition, ...]:
    """Rows of which some day lies in the period."""
    begun = Condition(str(thing.day), Operator.AT_MOST, (period.until.isoformat(),)) if period.until else None
    not_over = Condition(str(thing.last_day), Operator.AT_LEAST, (period.since.isoformat(),)) if period.since else None
    return tuple(each for each in (begun, not_over) if each)


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
    own = {key: rows.row.c[name] for key, name in _OWN.items() if name in rows.row.c}
    statement: Select[Any] = (
        select(
            *(column.label(name) for name, column in own.items()),
            func.count().over().label(_TOTAL),
            *labelled.values(),
        )
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
        {
            "id": row[_ID],
            **{_TOLD_AS[key]: row[key] for key in own if key != _ID},
            **{path: _value(row[label.name], catalogue, thing, path) for path, label in labelled.items()},
        }
        for row in found
    )
    columns = tuple(Column(path, catalogue.resolve(thing, path)[1]) for path in paths)
    total = int(found[0][_TOTAL]) if found else 0
    return Found(query, thing, columns, values, total, setting.today)


def _usual_order(thing: Thing) -> tuple[Order, ...]:
    return tuple(Order(key.removeprefix("-"), descending=key.startswith("-")) for key in thing.order)


def _paths(query: Query, catalogue: Catalogue, thing: Thing) -> tuple[str, ...]:
    """What is told of each row: its title, what was asked for and belongs beside it; else what speaks for it there."""
    if query.select:
        beside = (key for path in query.select for key in _beside(path, catalogue, thing))
        return tuple(dict.fromkeys((*thing.title, *query.select, *beside)))
    telling = [path for each in query.where for path in _telling(each, catalogue, thing)]
    ordered = [each.field for each in query.order_by]
    fixed = {each.field for each in query.where if each.operator is Operator.IS and len(each.values) == 1}
    usual = (path for path in thing.usual if path not in fixed)
    paths = dict.fromkeys((*thing.title, *telling, *ordered, *usual))
    return tuple(paths)[: max(_MOST_COLUMNS, len(thing.title) + len(telling) + len(ordered))]


def _beside(path: str, catalogue: Catalogue, thing: Thing) -> list[str]:
    links, field = catalogue.resolve(thing, path)
    return [".".join([*(link.key for link in links), key]) for key in field.beside]


def _telling(condition: Condition, catalogue: Catalogue, thing: Thing) -> list[str]:
    """The values that a condition leaves open, so that a reader sees why a row is there."""
    if condition.any_of:
        return [path for each in condition.any_of for path in _telling(each, catalogue, thing)]
    links, field = catalogue.resolve(thing, condition.field)
    if any(link.is_many for link in links) or field.is_many or condition.operator in _CLOSED:
        return []
    if field.type is FieldType.FLAG:
        day = ".".join([*(link.key for link in links), field.day]) if field.day else ""
        return [*([day] if day else []), *_beside(condition.field, catalogue, thing)]
    is_open = field.type in _OPEN_TYPES or condition.operator in {Operator.CONTAINS, Operator.STARTS_WITH}
    return [condition.field] if is_open and field.words.get("en") and field.key != "id" else []


def _aggregate(query: Query, catalogue: Catalogue, setting: Setting) -> Found:
    thing = catalogue.thing(query.thing)
    rows = Rows(catalogue, setting, thing, query.where)
    inputs = {path: rows.column(path).label(f"g{place}") for place, path in enumerate(query.group_by)}
    parts = {
        measure: _input(_of_the_rows(measure, catalogue, thing), rows, thing, place, tuple(inputs.values()))
        for place, measure in enumerate(query.measures)
    }
    where = rows.where()  # joins what it needs
    used = [*inputs.values(), *(each for each in parts.values() if each is not None)]
    inner = select(rows.row.c.id.label(_ID), *used).select_from(rows.source).where(where).subquery("found")
    groups = {path: inner.c[label.name] for path, label in inputs.items()}
    named: dict[str, Any] = {}
    for measure in query.measures:
        named |= _measured(measure, parts[measure], inner, thing)
    labelled = {name: column.label(f"m{place}") for place, (name, column) in enumerate(named.items())}
    statement: Select[Any] = (
        select(
            *(column.label(f"k{place}") for place, column in enumerate(groups.values())),
            func.count().label(_TOTAL),
            *labelled.values(),
        )
        .select_from(inner)
        .group_by(*groups.values())
    )
    statement = _ordered(statement, query, groups, labelled)
    found = (
        setting.access.connection.execute(statement.limit(min(query.limit or MOST_ROWS, MOST_ROWS))).mappings().all()
    )
    values = tuple(
        {
            "rows": int(row[_TOTAL]),
            **{path: _value(row[f"k{place}"], catalogue, thing, path) for place, path in enumerate(groups)},
            **{name: _number(row[label.name]) for name, label in labelled.items()},
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
    return Found(query, thing, columns, values, sum(row["rows"] for row in values), setting.today)


def _of_the_rows(measure: Measure, catalogue: Catalogue, thing: Thing) -> Measure:
    """Seats of a contract's product are those of all its contracts: what adds up is what these rows have of it."""
    if measure.of is None or "." not in measure.of:
        return measure
    links, last = catalogue.resolve(thing, measure.of)
    back, _, own = (last.via or "").partition(".")
    owner = catalogue.thing(links[-1].to or thing.key)
    adds_up = last.pick == "sum" and len(links) == 1 and own in thing.fields
    return replace(measure, of=own) if adds_up and owner.fields[back].to == thing.key else measure


def _input(measure: Measure, rows: Rows, thing: Thing, place: int, groups: tuple[Any, ...] = ()) -> Label[Any] | None:
    """What is measured of each row; what stands over a link is told once for a group, however many rows lead to it."""
    if measure.name == "count" and measure.of is None:
        return None
    if named := thing.measures.get(measure.name):
        part, whole = rows.column(named.part or ""), rows.column(named.whole or "")
        return case((and_(whole, part), 1), (whole, 0)).label(f"p{place}")
    column = rows.column(measure.of or measure.name)
    way, _, _ = (measure.of or "").rpartition(".")
    if way and measure.name == "sum":
        first = func.row_number().over(partition_by=(*groups, rows.column(f"{way}.id")), order_by=rows.row.c.id)
        return case((first == 1, column)).label(f"p{place}")
    return column.label(f"p{place}")


def _measured(measure: Measure, part: Label[Any] | None, inner: FromClause, thing: Thing) -> dict[str, Any]:
    """The measure's column by its name; of a share also what it divides."""
    name = column_name(measure)
    if part is None:
        return {name: func.count()}
    column = inner.c[part.name]
    if measure.name in thing.measures:
        above, below = func.coalesce(func.sum(column), 0), func.count(column)
        share = above * 1.0 / func.nullif(below, 0)
        return {name: share, f"{name}.part": above, f"{name}.whole": below}
    if measure.name == "count":
        return {name: func.count(func.distinct(column))}
    return {name: _AGGREGATES.get(measure.name, func.sum)(column)}


def _ordered(statement: Select[Any], query: Query, groups: Mapping[str, Any], named: Mapping[str, Any]) -> Select[Any]:
    """As asked; else the largest first."""
    columns = {**groups, **named}
    orders = query.order_by or ((Order(next(iter(named)), descending=True),) if groups and named else ())
    for each in orders:
        if (column := columns.get(each.field)) is not None:
            statement = statement.order_by(column.is_(None), column.desc() if each.descending else column)
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
