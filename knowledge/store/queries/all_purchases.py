"""All purchases of the firm, for counts over everybody: never shown line by line."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select

from knowledge.store.book import Book
from knowledge.store.models import Account, Purchase


def load_all_purchases(book: Book) -> pd.DataFrame:
    """account_id, product_id, purchased_on (datetime64) of every real account, whoever asks; test accounts left out."""
    query = (
        select(Purchase.account_id, Purchase.product_id, Purchase.purchased_on)
        .join(Account, Account.id == Purchase.account_id)
        .where(Purchase.purchased_on <= book.as_of, Account.is_test.is_(False))
    )
    rows = book.connection.execute(query).all()
    purchases = pd.DataFrame.from_records(rows, columns=["account_id", "product_id", "purchased_on"])
    purchases["purchased_on"] = pd.to_datetime(purchases["purchased_on"])
    return purchases.astype({"account_id": "int64", "product_id": "int64"})


def load_industries(book: Book) -> pd.DataFrame:
    """account_id, segment: the industry of every account that has one."""
    query = select(Account.id, Account.industry).where(Account.industry.is_not(None), book.visible)
    return pd.DataFrame.from_records(book.connection.execute(query).all(), columns=["account_id", "segment"])
