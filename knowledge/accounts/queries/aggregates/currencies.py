"""Customers whose contracts or purchases are in another currency than the reporting one."""

from __future__ import annotations

from sqlalchemy import func, select

from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, Purchase, Subscription


def count_foreign(access: AccessContext) -> dict[str, int]:
    """Currency → customers of the viewer with a running contract in it; the reporting currency left out."""
    customers = func.count(func.distinct(Subscription.account_id))
    query = (
        select(Subscription.currency, customers)
        .join(Account, Account.id == Subscription.account_id)
        .where(access.visible, Account.is_test.is_(False), Subscription.currency != access.rules.firm.currency)
        .where(Subscription.started_on <= access.as_of, Subscription.monthly_minor.is_not(None))
        .where(Subscription.ended_on.is_(None) | (Subscription.ended_on > access.as_of))
        .group_by(Subscription.currency)
        .order_by(Subscription.currency)
    )
    return {str(currency): int(count) for currency, count in access.connection.execute(query)}


def count_foreign_buyers(access: AccessContext) -> dict[str, int]:
    """Currency → customers of the viewer who ever bought in it; the reporting currency left out."""
    query = (
        select(Purchase.currency, func.count(func.distinct(Purchase.account_id)))
        .join(Account, Account.id == Purchase.account_id)
        .where(access.visible, Account.is_test.is_(False), Purchase.currency != access.rules.firm.currency)
        .where(Purchase.purchased_on <= access.as_of, Purchase.amount_minor.is_not(None))
        .group_by(Purchase.currency)
        .order_by(Purchase.currency)
    )
    return {str(currency): int(count) for currency, count in access.connection.execute(query)}
