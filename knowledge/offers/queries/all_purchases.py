"""All purchases and contracts of the firm, for counts over everybody: never shown line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from knowledge.accounts.queries.aggregates.frame import Among, unpack_numbers
from knowledge.accounts.queries.aggregates.parts import account_parts
from knowledge.kernel.access import AccessContext
from knowledge.kernel.dialects import day_number
from knowledge.tables import Account, Product, Purchase, Subscription

_DAYS = 100_000  # a product and a day number in one number: days since 1970 stay below it until 2243
_PRODUCTS = 10_000_000  # more than a catalogue holds: an account and a product in one number
_NONE = np.empty(0, dtype=np.int64)


def load_all_purchases(access: AccessContext) -> pd.DataFrame:
    """account_id, product_id, purchased_on (datetime64) of all but test accounts, whoever asks; by account.

    A contract is bought on the day it begins. What was given back as a whole was not bought.
    """
    return as_purchases([load_packed(access, part) for part in account_parts(access)], load_returned(access))


Packed = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Accounts in ascending order, how many purchases each made, and these as ``product x 100,000 + day number``."""
Pairs = frozenset[tuple[int, int]]


def load_packed(access: AccessContext, part: Among) -> Packed:
    """The purchases and contracts of a part of the accounts."""
    bought = _pack(access, part, Purchase, Purchase.purchased_on, Purchase.quantity > 0)
    trial = (Subscription.monthly_minor == 0) & Subscription.ended_on.is_not(None)
    paid = or_(Subscription.monthly_minor.is_(None), ~trial)
    return _merge(bought, _pack(access, part, Subscription, Subscription.started_on, paid))


def _pack(
    access: AccessContext, part: Among, model: Any, day: InstrumentedAttribute[dt.date], counts: ColumnElement[bool]
) -> Packed:
    """The rows of one table.

    The database packs an account's rows into one text: a row of its own for each takes twelve times as long.
    """
    both = cast(model.product_id, BigInteger) * _DAYS + day_number(day)
    packed = func.aggregate_strings(cast(both, String), ",")
    query = (
        select(model.account_id, func.count().label("days"), packed.label("packed"))
        .join(Account, Account.id == model.account_id)
        .where(day <= access.as_of, Account.is_test.is_(False), counts, part(model.account_id))
        .group_by(model.account_id)
        .order_by(model.account_id)
    )
    rows = access.connection.execute(query).all()
    accounts = np.array([row.account_id for row in rows], dtype=np.int64)
    counted = np.array([row.days for row in rows], dtype=np.int64)
    return accounts, counted, unpack_numbers(row.packed for row in rows)


def _merge(one: Packed, other: Packed) -> Packed:
    """Both, account by account."""
    if not len(other[0]):
        return one
    owner = np.concatenate([np.repeat(*one[:2]), np.repeat(*other[:2])])
    rows = np.concatenate([one[2], other[2]])[np.argsort(owner, kind="stable")]
    accounts, counted = np.unique(owner, return_counts=True)
    return accounts, counted.astype(np.int64), rows


def load_returned(access: AccessContext) -> Pairs:
    """Each account and product of which as many came back as were bought by the day of the access."""
    again = aliased(Purchase)
    came_back = select(again.account_id, again.product_id).where(again.quantity < 0, again.purchased_on <= access.as_of)
    some = came_back.distinct().subquery()
    query = (
        select(Purchase.account_id, Purchase.product_id)
        .join(some, (some.c.account_id == Purchase.account_id) & (some.c.product_id == Purchase.product_id))
        .where(Purchase.purchased_on <= access.as_of)
        .group_by(Purchase.account_id, Purchase.product_id)
        .having(func.sum(Purchase.quantity) <= 0)
    )
    return frozenset((row.account_id, row.product_id) for row in access.connection.execute(query))


def as_purchases(parts: Sequence[Packed], returned: Pairs = frozenset()) -> pd.DataFrame:
    """The columns of ``load_all_purchases``, without what was returned."""
    account = np.concatenate([_NONE, *(np.repeat(accounts, counts) for accounts, counts, _ in parts)])
    product, day = np.divmod(np.concatenate([_NONE, *(packed for _, _, packed in parts)]), _DAYS)
    purchased_on = day.astype("datetime64[D]").astype("datetime64[s]")
    table = pd.DataFrame({"account_id": account, "product_id": product, "purchased_on": purchased_on}, copy=False)
    if not returned:
        return table
    pairs = np.array(sorted(returned), dtype=np.int64)
    back = np.isin(account * _PRODUCTS + product, pairs[:, 0] * _PRODUCTS + pairs[:, 1])
    return table[~back].reset_index(drop=True)


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
    """product_id of what may be offered: what is not retired before the day asked about."""
    on_sale = Product.retired_on.is_(None) | (Product.retired_on >= access.as_of)
    ids = access.connection.execute(select(Product.id).where(on_sale).order_by(Product.id)).scalars().all()
    return pd.DataFrame({"product_id": ids}, dtype="int64")
