"""Losses that the firm itself recorded, and when anything of a customer's began."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from sqlalchemy import func, select, true

from knowledge.accounts.queries.aggregates.frame import Among
from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, ChurnEvent, Purchase, Subscription


def load_loss_events(access: AccessContext, among: Among | None = None) -> pd.DataFrame:
    """account_id, lost_on, back_on of the losses of whole customers until access.as_of; a product's loss is not one."""
    query = (
        select(ChurnEvent.account_id, ChurnEvent.lost_on, ChurnEvent.back_on)
        .join(Account, Account.id == ChurnEvent.account_id)
        .where(access.visible, Account.is_test.is_(False))
        .where(ChurnEvent.lost_on <= access.as_of, ChurnEvent.product_id.is_(None))
        .where(among(Account.id) if among else true())
    )
    names = ["account_id", "lost_on", "back_on"]
    return pd.DataFrame.from_records(access.connection.execute(query).all(), columns=names)


def count_recorded(access: AccessContext, since: dt.date, until: dt.date) -> tuple[int, int]:
    """Losses of whole customers recorded in these days, and of how many customers."""
    query = select(func.count(), func.count(ChurnEvent.account_id.distinct())).where(
        access.sees(ChurnEvent.account_id),
        ChurnEvent.product_id.is_(None),
        ChurnEvent.lost_on.between(since, until),
        ChurnEvent.lost_on <= access.as_of,
    )
    count, customers = access.connection.execute(query).one()
    return int(count), int(customers)


def load_starts(access: AccessContext, among: Among | None = None) -> pd.DataFrame:
    """account_id, started_on: the days until access.as_of on which an account, a contract or a purchase began."""
    contracts = select(Subscription.account_id, Subscription.started_on.label("started_on"))
    purchases = select(Purchase.account_id, Purchase.purchased_on).where(Purchase.quantity > 0)
    created = select(Account.id, Account.created_on).where(Account.created_on.is_not(None))
    begun = contracts.union(purchases, created).subquery()
    query = (
        select(begun.c.account_id, begun.c.started_on)
        .join(Account, Account.id == begun.c.account_id)
        .where(access.visible, Account.is_test.is_(False), begun.c.started_on <= access.as_of)
        .where(among(Account.id) if among else true())
    )
    names = ["account_id", "started_on"]
    return pd.DataFrame.from_records(access.connection.execute(query).all(), columns=names)
