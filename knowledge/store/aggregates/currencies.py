"""Customers whose contracts are in another currency than the reporting one."""

from __future__ import annotations

from sqlalchemy import func, select

from knowledge.store.book import Book
from knowledge.store.models import Account, Subscription


def count_foreign(book: Book) -> dict[str, int]:
    """Currency → customers of the viewer with a running contract in it; the reporting currency left out."""
    customers = func.count(func.distinct(Subscription.account_id))
    query = (
        select(Subscription.currency, customers)
        .join(Account, Account.id == Subscription.account_id)
        .where(book.visible, Account.is_test.is_(False), Subscription.currency != book.rules.firm.currency)
        .where(Subscription.started_on <= book.as_of, Subscription.monthly_minor.is_not(None))
        .where(Subscription.ended_on.is_(None) | (Subscription.ended_on > book.as_of))
        .group_by(Subscription.currency)
        .order_by(Subscription.currency)
    )
    return {str(currency): int(count) for currency, count in book.connection.execute(query)}
