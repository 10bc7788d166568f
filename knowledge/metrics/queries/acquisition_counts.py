"""Leads and costs of winning customers, by period and by what they can be split by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, and_, func, literal, or_, select, union_all

from knowledge.accounts.queries.segments import SegmentFilter, values_by_kind
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import Rates
from knowledge.kernel.visibility import sees_owned
from knowledge.metrics.periods import Period
from knowledge.people.queries.people import person_label
from knowledge.tables import Account, Base, Cost, Deal, Lead, Person, Purchase, Subscription
from knowledge.terms import SegmentBy

LEAD_SPLITS = {
    SegmentBy.TEAM: Person.team,
    SegmentBy.OWNER: person_label(),
    SegmentBy.INDUSTRY: Lead.industry,
    SegmentBy.REGION: Lead.region,
}
COST_SPLITS = {SegmentBy.TEAM: Cost.team, SegmentBy.INDUSTRY: Cost.industry, SegmentBy.REGION: Cost.region}


def is_imported(access: AccessContext, table: type[Base]) -> bool:
    """Whether the store holds any row of this table."""
    return access.connection.execute(select(literal(1)).select_from(table).limit(1)).first() is not None


def load_leads(
    access: AccessContext, periods: Sequence[Period], by: SegmentBy | None, filters: Sequence[SegmentFilter]
) -> list[tuple[int, str, int, int]]:
    """(place of the period, group, leads that became a deal by now, leads), of those the viewer may see."""
    became = func.coalesce(Lead.deal_on, Deal.opened_on)
    query = (
        select(Lead.created_on, LEAD_SPLITS[by] if by else literal(""), became)
        .outerjoin(Person, Person.id == Lead.owner_id)
        .outerjoin(Deal, Deal.id == Lead.deal_id)
        .where(visible_leads(access), _within(Lead.created_on, periods))
        .where(*(LEAD_SPLITS[kind].in_(values) for kind, values in values_by_kind(filters).items()))
    )
    counts: dict[tuple[int, str], list[int]] = {}
    for created, group, deal_on in access.connection.execute(query):
        if (place := _place(created, periods)) is not None:
            held = counts.setdefault((place, group or ""), [0, 0])
            held[0] += deal_on is not None and deal_on <= access.as_of
            held[1] += 1
    return [(place, group, deals, leads) for (place, group), (deals, leads) in counts.items()]


def visible_leads(access: AccessContext) -> ColumnElement[bool]:
    """Leads of customers that the viewer may see; one that is no customer yet goes by who follows it up."""
    owned = sees_owned(access.viewer, access.rules.sight, Lead.owner_id, on=access.as_of)
    nobody_yet = and_(Lead.account_id.is_(None), owned)
    return or_(Lead.account_id.in_(select(Account.id).where(access.visible)), nobody_yet)


def load_costs(
    access: AccessContext,
    periods: Sequence[Period],
    by: SegmentBy | None,
    filters: Sequence[SegmentFilter],
    rates: Rates,
) -> dict[tuple[int, str], float]:
    """Minor units of the reporting currency by period and group, at the rate of the month spent. RateMissing.

    Who does not see the whole firm sees the costs of their own team only.
    """
    query = (
        select(Cost.spent_on, COST_SPLITS[by] if by else literal(""), Cost.currency, Cost.amount_minor)
        .where(visible_costs(access), _within(Cost.spent_on, periods))
        .where(*(COST_SPLITS[kind].in_(values) for kind, values in values_by_kind(filters).items()))
    )
    sums: dict[tuple[int, str], float] = {}
    for spent, group, currency, minor in access.connection.execute(query):
        if (place := _place(spent, periods)) is not None:
            key = (place, group or "")
            sums[key] = sums.get(key, 0.0) + minor * rates.factor(currency, spent)
    return sums


def visible_costs(access: AccessContext) -> ColumnElement[bool]:
    """All to whoever holds the store; else those of the viewer's own team."""
    return literal(True) if access.viewer.is_operator else Cost.team == (access.viewer.team or "")


def load_new_customers(access: AccessContext, periods: Sequence[Period]) -> list[tuple[int, int]]:
    """(account, place of the period) of each customer whose first contract or purchase fell into one of the periods."""
    first = first_bought()
    query = select(Account.id, first.c.day).join(first, first.c.account_id == Account.id)
    query = query.where(access.visible, Account.is_test.is_(False), _within(first.c.day, periods))
    rows: Any = access.connection.execute(query)
    return [(account_id, place) for account_id, day in rows if (place := _place(day, periods)) is not None]


@cache
def first_bought() -> CTE:
    """Each customer's first day with us, by contract or purchase: ``account_id``, ``day``."""
    days = select(Subscription.account_id, Subscription.started_on.label("day"))
    every = union_all(days, select(Purchase.account_id, Purchase.purchased_on)).subquery()
    first = func.min(every.c.day, type_=Date).label("day")
    return select(every.c.account_id, first).group_by(every.c.account_id).cte("first_bought")


def _within(column: Any, periods: Sequence[Period]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.between(min(each.start for each in periods), max(each.end for each in periods))
    return found


def _place(day: dt.date, periods: Sequence[Period]) -> int | None:
    return next((at for at, each in enumerate(periods) if each.start <= day <= each.end), None)
