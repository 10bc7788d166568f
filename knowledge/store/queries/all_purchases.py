"""All purchases of the firm, for counts over everybody: never shown line by line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Row, String, cast, func, select

from knowledge.store.aggregates.frame import unpack_numbers
from knowledge.store.aggregates.parts import account_parts
from knowledge.store.book import Book
from knowledge.store.dialects import day_number
from knowledge.store.models import Account, Product, Purchase

_DAYS = 100_000  # a product and a day number in one number: days since 1970 stay below it until 2243
_NONE = np.empty(0, dtype=np.int64)


def load_all_purchases(book: Book) -> pd.DataFrame:
    """account_id, product_id, purchased_on (datetime64) of every account but test accounts, whoever asks; by account.

    The database packs an account's purchases into one text: a row of its own for each takes twelve times as long.
    """
    both = cast(Purchase.product_id, BigInteger) * _DAYS + day_number(Purchase.purchased_on)
    packed = func.aggregate_strings(cast(both, String), ",")
    query = (
        select(Purchase.account_id, func.count(), packed)
        .join(Account, Account.id == Purchase.account_id)
        .where(Purchase.purchased_on <= book.as_of, Account.is_test.is_(False))
        .group_by(Purchase.account_id)
        .order_by(Purchase.account_id)
    )
    parts = [
        _unpack(book.connection.execute(query.where(part(Purchase.account_id))).all()) for part in account_parts(book)
    ]
    account, product, day = (np.concatenate([_NONE, *(part[place] for part in parts)]) for place in range(3))
    return pd.DataFrame(
        {
            "account_id": account,
            "product_id": product,
            "purchased_on": day.astype("datetime64[D]").astype("datetime64[s]"),
        }
    )


def _unpack(rows: Sequence[Row[int, int, str]]) -> tuple[NDArray[np.int64], ...]:
    """Account, product, day number, one each a purchase."""
    accounts = np.array([row[0] for row in rows], dtype=np.int64)
    counts = np.array([row[1] for row in rows], dtype=np.int64)
    product, day = np.divmod(unpack_numbers(row[2] for row in rows), _DAYS)
    return np.repeat(accounts, counts), product, day


def load_industries(book: Book) -> pd.DataFrame:
    """account_id, segment: the industry of every account that has one, by account."""
    query = select(Account.id, Account.industry).where(Account.industry.is_not(None), book.visible)
    rows = book.connection.execute(query.order_by(Account.id)).all()
    return pd.DataFrame.from_records(rows, columns=["account_id", "segment"])


def load_on_sale(book: Book) -> pd.DataFrame:
    """product_id of what may be offered: what is not retired by the book's day."""
    on_sale = Product.retired_on.is_(None) | (Product.retired_on > book.as_of)
    ids = book.connection.execute(select(Product.id).where(on_sale).order_by(Product.id)).scalars().all()
    return pd.DataFrame({"product_id": ids}, dtype="int64")
