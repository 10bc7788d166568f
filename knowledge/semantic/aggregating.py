"""What a query counts, sums up or divides: one statement, its groups and measures labelled and read by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import FromClause, Select, and_, case, func, select
from sqlalchemy.sql.elements import Label

from knowledge.semantic.catalogue import Catalogue, Thing
from knowledge.semantic.expressions import Setting
from knowledge.semantic.found import Column, Found, column_name
from knowledge.semantic.query import Measure, Order, Query
from knowledge.semantic.statement import Rows
from knowledge.semantic.values import number_of, value_of

_AGGREGATES: Mapping[str, Any] = {"sum": func.sum, "average": func.avg, "largest": func.max, "smallest": func.min}
_TOTAL, _ID = "total_", "id_"


def aggregate(query: Query, catalogue: Catalogue, setting: Setting, most: int) -> Found:
    """At most so many groups, the largest first where no order is asked for."""
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
    found = setting.access.connection.execute(statement.limit(min(query.limit or most, most))).mappings().all()
    values = tuple(
        {
            "rows": int(row[_TOTAL]),
            **{path: value_of(row[f"k{place}"], catalogue, thing, path) for place, path in enumerate(groups)},
            **{name: number_of(row[label.name]) for name, label in labelled.items()},
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
