"""All purchases of the firm, for counts over everybody: never shown line by line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import BigInteger, String, cast, func, select

from knowledge.accounts.queries.aggregates.frame import Among, unpack_numbers
from knowledge.accounts.queries.aggregates.parts import account_parts
from knowledge.kernel.access import AccessContext
from knowledge.kernel.dialects import day_number
from knowledge.tables import Account, Product, Purchase

_DAYS = 100_000  # a product and a day number in one number: days since 1970 stay below it until 2243
_NONE = np.empty(0, dtype=np.int64)


def load_all_purchases(access: AccessContext) -> pd.DataFrame:
    """account_id, product_id, purchased_on (datetime64) of all but test accounts, whoever asks; by account."""
    return as_purchases([load_packed(access, part) for part in account_parts(access)])


Packed = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Accounts in ascending order, how many purchases each made, and these as ``product x 100,000 + day number``."""


def load_packed(access: AccessContext, part: Among) -> Packed:
    """The purchases of a part of the accounts.

    The database packs an account's purchases into one text: a row of its own for each takes twelve times as long.
    """
    both = cast(Purchase.product_id, BigInteger) * _DAYS + day_number(Purchase.purchased_on)
    packed = func.aggregate_strings(cast(both, String), ",")
    query = (
        select(Purchase.account_id, func.count(), packed)
        .join(Account, Account.id == Purchase.account_id)
        .where(Purchase.purchased_on <= access.as_of, Account.is_test.is_(False), part(Purchase.account_id))
        .group_by(Purchase.account_id)
        .order_by(Purchase.account_id)
    )
    rows = access.connection.execute(query).all()
    accounts, counts = (np.array([row[place] for row in rows], dtype=np.int64) for place in (0, 1))
    return accounts, counts, unpack_numbers(row[2] for row in rows)


def as_purchases(parts: Sequence[Packed]) -> pd.DataFrame:
    """The columns of ``load_all_purchases``."""
    account = np.concatenate([_NONE, *(np.repeat(accounts, counts) for accounts, counts, _ in parts)])
    product, day = np.divmod(np.concatenate([_NONE, *(packed for _, _, packed in parts)]), _DAYS)
    purchased_on = day.astype("datetime64[D]").astype("datetime64[s]")
    return pd.DataFrame({"account_id": account, "product_id": product, "purchased_on": purchased_on}, copy=False)


def load_industries(access: AccessContext) -> pd.DataFrame:
    """account_id, segment: the industry of every account that has one, by account."""
    packed = func.aggregate_strings(cast(Account.id, String), ",")
    query = (
        select(Account.industry, packed).where(Account.industry.is_not(None), access.visible).group_by(Account.industry)
    )
    found = [(industry, unpack_numbers([ids])) for industry, ids in access.connection.execute(query)]
    segment = np.repeat(np.array([industry for industry, _ in found], dtype=object), [len(ids) for _, ids in found])
    account = np.concatenate([_NONE, *(ids for _, ids in found)])
    order = np.argsort(account)
    return pd.DataFrame({"account_id": account[order], "segment": segment[order]})


def load_on_sale(access: AccessContext) -> pd.DataFrame:
    """product_id of what may be offered: what is not retired by the book's day."""
    on_sale = Product.retired_on.is_(None) | (Product.retired_on > access.as_of)
    ids = access.connection.execute(select(Product.id).where(on_sale).order_by(Product.id)).scalars().all()
    return pd.DataFrame({"product_id": ids}, dtype="int64")
