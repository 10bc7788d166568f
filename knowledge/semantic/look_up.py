"""Answers a query: one statement through the viewer's access, its columns labelled and read by name."""

from __future__ import annotations

from dataclasses import replace

from knowledge.kernel.access import AccessContext
from knowledge.semantic.aggregating import aggregate
from knowledge.semantic.catalogue import Catalogue, Thing
from knowledge.semantic.expressions import Setting
from knowledge.semantic.figures import find_left_out, measure_figures, metrics_of
from knowledge.semantic.found import Column, Found
from knowledge.semantic.listing import list_rows
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator, Period, Query
from knowledge.semantic.visibility import assert_sees

MOST_ROWS = 500
_ON_DAYS = {Operator.BETWEEN, Operator.AT_LEAST, Operator.AT_MOST, Operator.IS}
_NAMING = {Operator.IS, Operator.ONE_OF}


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
    if query.measures:
        return aggregate(query, catalogue, setting, MOST_ROWS)
    return list_rows(query, catalogue, setting, most)


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
