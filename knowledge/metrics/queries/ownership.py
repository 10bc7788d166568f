"""Which customers have which product, and which of them use anything, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import case, func, or_, select, union

from knowledge.kernel.access import AccessContext
from knowledge.tables import Product, Purchase, Subscription, Usage


def load_owners(access: AccessContext, day: dt.date) -> dict[str, set[int]]:
    """Product → customers that have it on the day: under a running contract, or bought and never under one.

    Who has left is no customer, whatever they once bought.
    """
    running = select(Subscription.account_id, Subscription.product_id).where(
        access.sees(Subscription.account_id),
        Subscription.started_on <= day,
        or_(Subscription.ended_on.is_(None), Subscription.ended_on > day),
    )
    contracted = select(Subscription.id).where(
        Subscription.account_id == Purchase.account_id, Subscription.product_id == Purchase.product_id
    )
    bought = select(Purchase.account_id, Purchase.product_id).where(
        access.sees(Purchase.account_id), Purchase.purchased_on <= day, ~contracted.exists()
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
    """For each day the customers that used something in usage.recent_days up to it, and those whose use is known."""
    window = dt.timedelta(days=access.rules.usage.recent_days - 1)
    active, known = [], []
    for day in days:
        seen = select(Usage.account_id).where(access.sees(Usage.account_id), Usage.day <= day).distinct()
        used = seen.where(Usage.day >= day - window, or_(Usage.active_users > 0, Usage.events > 0))
        known.append(set(access.connection.execute(seen).scalars()))
        active.append(set(access.connection.execute(used).scalars()))
    return active, known
