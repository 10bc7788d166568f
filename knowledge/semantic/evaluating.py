"""Comparisons and trends: the same query for each side, or for each part of a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from knowledge.kernel.access import AccessContext
from knowledge.metrics.periods import period_of
from knowledge.semantic.catalogue import Thing
from knowledge.semantic.figures import metrics_of
from knowledge.semantic.found import Found
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Measure, Period, Query, Side

_MOST_POINTS = 60
_DAYS_BACK = 365
_STOCKS = {"customer", "contract", "product", "contact"}
Step = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True)
class Part:
    """One side of a comparison or one point of a trend: what it is, and what was found."""

    side: Side
    found: Found

    @property
    def row(self) -> Mapping[str, Any]:
        """The first row that was found; empty without one."""
        return self.found.rows[0] if self.found.rows else {}


def compare_sides(query: Query, access: AccessContext) -> tuple[Part, ...]:
    """Each side of the comparison, looked up alike."""
    if not query.select and not query.measures:
        query = replace(query, select=load_catalogue().thing(query.thing).compared)
    parts = []
    for side in query.compare:
        then = _book_of(query, side, access)
        parts.append(Part(side, look_up(_of_side(query, side, is_dated=then is not access), then)))
    return tuple(parts)


def look_up_trend(query: Query, access: AccessContext) -> tuple[Part, ...]:
    """The measures for each part of the period, the earliest first.

    What is there at a time (customers, contracts, seats) is told as of the last day of each part; what happens
    (deals, tickets) is counted in it.
    """
    thing = load_catalogue().thing(query.thing)
    query = replace(query, measures=query.measures or (Measure("count"),))
    periods = list(_split(query, access))[-_MOST_POINTS:]
    return tuple(Part(period, _measured_in(query, period, thing, access)) for period in periods)


def is_stock(query: Query, thing: Thing) -> bool:
    """Whether the measures are of what is there on a day, and not of what happens in a period."""
    dated = any(thing.fields[each.field].day for each in query.where if each.field in thing.fields)
    is_about_day = bool(query.period and query.period.on)
    return thing.key in _STOCKS and not metrics_of(query, thing) and not dated and not is_about_day


def _measured_in(query: Query, period: Period, thing: Thing, access: AccessContext) -> Found:
    bare = replace(query, grain=None, shape=None)
    if is_stock(query, thing):
        then = replace(access, as_of=min(period.until or access.as_of, access.as_of))
        return look_up(replace(bare, period=None), then)
    return look_up(replace(bare, period=replace(period, on=query.period.on if query.period else None)), access)


def _of_side(query: Query, side: Side, *, is_dated: bool) -> Query:
    bare = replace(query, compare=(), shape=None)
    if not isinstance(side, Period):
        return bare.narrowed(*side)
    on = side.on or (query.period.on if query.period else None)
    return replace(bare, period=None if is_dated else replace(side, on=on))


def _book_of(query: Query, side: Side, access: AccessContext) -> AccessContext:
    """Of a stock, a side that is a period means its last day."""
    thing = load_catalogue().thing(query.thing)
    if isinstance(side, Period) and side.until and is_stock(query, thing):
        return replace(access, as_of=min(side.until, access.as_of))
    return access


def _split(query: Query, access: AccessContext) -> Iterator[Period]:
    period = query.period
    until = min((period.until if period else None) or access.as_of, access.as_of)
    grain = cast(Step, query.grain or "month")
    since = (period.since if period else None) or _first_whole(until, grain, access)
    day = since
    while day <= until:
        start, end = _around(day, grain, access)
        yield Period(max(start, since), min(end, until), label=grain)
        day = end + dt.timedelta(days=1)


def _first_whole(until: dt.date, grain: Step, access: AccessContext) -> dt.date:
    """Where a trend begins that nobody gave a beginning: with the first whole step of the year before."""
    since = until - dt.timedelta(days=_DAYS_BACK)
    start, end = _around(since, grain, access)
    return since if start == since or end >= until else end + dt.timedelta(days=1)


def _around(day: dt.date, grain: Step, access: AccessContext) -> tuple[dt.date, dt.date]:
    if grain == "day":
        return day, day
    if grain == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    whole = period_of(day, grain, year_starts=access.rules.firm.fiscal_year_starts)
    return whole.start, whole.end
