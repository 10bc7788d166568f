"""Why the win rate moved: the rate now and a period before, and the deals lost by reason and by who had them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from knowledge.kernel.access import AccessContext
from knowledge.metrics.periods import Period as FirmPeriod
from knowledge.metrics.periods import back_from
from knowledge.semantic.found import Found
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Measure, Operator, Order, Period, Query

_RATE = (Measure("win_rate"),)


@dataclass(frozen=True)
class RateMoved:
    """``now`` and ``before``: the rate in the period and in the one before; ``lost``: the deals lost in the period.

    ``reasons`` and ``owners``: how many of those each reason and each owner has, the most first.
    """

    now: Found
    before: Found
    lost: Found
    reasons: Found
    owners: Found


def explain_rate(query: Query, span: FirmPeriod, access: AccessContext) -> RateMoved:
    """What a win rate of the deals that pass the query's conditions is made of. Days of both ends count."""
    period, before = _days(span, access.as_of), _before(span)
    rate = replace(query, select=(), measures=_RATE, group_by=(), order_by=(), shape=None)
    lost = Query("deal", where=(*query.where, Condition("lost")), period=period)
    return RateMoved(
        now=look_up(replace(rate, period=period), access),
        before=look_up(replace(rate, period=before), access),
        lost=look_up(lost, access),
        reasons=look_up(_counted(lost.narrowed(Condition("lost_reason", Operator.KNOWN)), "lost_reason"), access),
        owners=look_up(_counted(lost, "owner"), access),
    )


def _counted(query: Query, by: str) -> Query:
    return replace(query, measures=(Measure("count"),), group_by=(by,), order_by=(Order("count", descending=True),))


def _days(span: FirmPeriod, as_of: dt.date) -> Period:
    return Period(span.start, min(span.end, as_of))


def _before(span: FirmPeriod) -> Period:
    """The period of the same grain before; of any other stretch as many days."""
    if span.grain is not None:
        whole = back_from(span, 2)[0]
        return Period(whole.start, whole.end)
    length = span.end - span.start + dt.timedelta(days=1)
    return Period(span.start - length, span.start - dt.timedelta(days=1))
