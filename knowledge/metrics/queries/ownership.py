"""Which customers have which product, and which of them use anything, on a day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Select, and_, case, exists, func, or_, select, type_coerce, union

from knowledge.kernel.access import AccessContext
from knowledge.kernel.dialects import day_number
from knowledge.tables import Product, Purchase, Subscription, Usage

_LOOKED_BACK = 62  # days: two months before tell months from weeks and days


def load_owners(access: AccessContext, day: dt.date) -> dict[str, set[int]]:
    """Product → customers that have it on the day: under a running contract, or bought and never under one.

    What is lent for a time (free of charge, with an end, of a product that has a price) is not had yet, and what came
    back is not had any more. Who has left is no customer, whatever they once bought.
    """
    priced = exists().where(Product.id == Subscription.product_id, Product.list_price_minor > 0)
    is_lent = and_(Subscription.monthly_minor == 0, Subscription.ended_on.is_not(None), priced)
    running = select(Subscription.account_id, Subscription.product_id).where(
        access.sees(Subscription.account_id),
        Subscription.started_on <= day,
        or_(Subscription.ended_on.is_(None), Subscription.ended_on > day),
        or_(Subscription.monthly_minor.is_(None), ~is_lent),
    )
    contracted = select(Subscription.id).where(
        Subscription.account_id == Purchase.account_id, Subscription.product_id == Purchase.product_id
    )
    bought = (
        select(Purchase.account_id, Purchase.product_id)
        .where(access.sees(Purchase.account_id), Purchase.purchased_on <= day, ~contracted.exists())
        .group_by(Purchase.account_id, Purchase.product_id)
        .having(func.sum(Purchase.quantity) > 0)
    )
    left = _load_left(access, day)
    having = union(running, bought).subquery()
    query = select(Product.name, having.c.account_id).join(having, having.c.product_id == Product.id)
    owners: dict[str, set[int]] = {}
    for row in access.connection.execute(query):
        owners.setdefault(row.name, set()).update({row.account_id} - left)
    return owners


def _load_left(access: AccessContext, day: dt.date) -> set[int]:
    """Who had contracts by the day, has none that runs, and bought nothing since: no customers any more."""
    runs = or_(Subscription.ended_on.is_(None), Subscription.ended_on > day)
    ended = (
        select(Subscription.account_id, func.max(Subscription.ended_on).label("last"))
        .where(access.sees(Subscription.account_id), Subscription.started_on <= day)
        .group_by(Subscription.account_id)
        .having(func.sum(case((runs, 1), else_=0)) == 0)
        .subquery()
    )
    since = select(Purchase.id).where(
        Purchase.account_id == ended.c.account_id, Purchase.purchased_on > ended.c.last, Purchase.purchased_on <= day
    )
    return set(access.connection.execute(select(ended.c.account_id).where(~since.exists())).scalars())


def load_users(access: AccessContext, days: Sequence[dt.date]) -> tuple[list[set[int]], list[set[int]]]:
    """For each day the customers that used something in usage.recent_days up to it, and those whose use is known.

    A row covers its day, or the week or month that begins on it, as all of the customer's rows of late begin so.
    """
    active, known = [], []
    for day in days:
        since = day - dt.timedelta(days=access.rules.usage.recent_days - 1)
        seen = select(Usage.account_id).where(access.sees(Usage.account_id), Usage.day <= day).distinct()
        known.append(set(access.connection.execute(seen).scalars()))
        rows = access.connection.execute(_lately_used(access, since, day))
        active.append({row.account_id for row in rows if _covers(row) >= since})
    return active, known


def _lately_used(access: AccessContext, since: dt.date, until: dt.date) -> Select[*tuple[Any, ...]]:
    """Of each customer with use of late the last day with any, and how its rows lie."""
    earliest = (since.replace(day=1) - dt.timedelta(days=_LOOKED_BACK)).replace(day=1)
    days = [earliest + dt.timedelta(days=count) for count in range((until - earliest).days + 1)]
    firsts = [day for day in days if day.day == 1]
    weekday = day_number(Usage.day) % 7
    is_used = or_(Usage.active_users > 0, Usage.events > 0)
    return (
        select(
            Usage.account_id,
            type_coerce(func.max(case((is_used, Usage.day))), Date).label("last_on"),
            func.sum(case((Usage.day.not_in(firsts), 1), else_=0)).label("others"),
            func.min(weekday).label("first_weekday"),
            func.max(weekday).label("last_weekday"),
            func.count(Usage.day.distinct()).label("days"),
        )
        .where(access.sees(Usage.account_id), Usage.day.between(earliest, until))
        .group_by(Usage.account_id)
        .having(func.max(case((is_used, Usage.day))).is_not(None))
    )


def _covers(row: Any) -> dt.date:
    """The last day that the last row with any use covers."""
    last: dt.date = row.last_on
    if not row.others:
        return last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return last + dt.timedelta(days=6) if row.days > 1 and row.first_weekday == row.last_weekday else last
