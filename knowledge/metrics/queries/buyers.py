"""Who was a customer on each of some days at a firm without contracts: the ledger that its churn is told from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from sqlalchemy import select

from knowledge.accounts.columns import Days, Ints
from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.accounts.rhythm import count_purchase_days, find_late_days
from knowledge.kernel.access import AccessContext
from knowledge.metrics.queries.ledger import Ledger
from knowledge.tables import Account, Purchase


def load_buyers(access: AccessContext, days: Sequence[dt.date]) -> Ledger:
    """One row a customer who ever bought, 1 on each day on which they were not silent beyond what is usual for them.

    The rule is that of ``churn.queries.silent_buyers``: whoever is told as lost on a day is lost from that day on. What
    was bought later only tells how long a silence became. began: the first purchase. A return is no purchase.
    """
    distinct = tuple(sorted(set(days)))
    query = (
        select(Purchase.account_id, Purchase.purchased_on)
        .join(Account, Account.id == Purchase.account_id)
        .where(access.visible, Account.is_test.is_(False), Purchase.quantity > 0)
        .where(Purchase.purchased_on <= access.as_of)
        .distinct()
    )
    rows = access.connection.execute(query).all()
    account = np.array([row.account_id for row in rows], dtype=np.int64)
    bought = np.array([row.purchased_on for row in rows], dtype="datetime64[D]")
    ids = np.unique(account)
    began = _first_of(ids, account, bought, np.datetime64(access.as_of, "D"))
    only_rhythmic, rules = not load_records(access).repeats, access.rules.churn
    there = np.zeros((len(ids), len(distinct)))
    for place, day in enumerate(distinct):
        until = bought <= np.datetime64(day, "D")
        counted = count_purchase_days(account[until], bought[until].astype(np.int64), rules, as_of=day)
        ended_on = _first_of(ids, account[~until], bought[~until], np.datetime64(access.as_of, "D"))
        _, gone = find_late_days(counted, ids, rules, as_of=day, only_rhythmic=only_rhythmic, ended_on=ended_on)
        there[:, place] = (began <= np.datetime64(day, "D")) & ~gone
    return Ledger(distinct, ids, (access.rules.firm.currency,) * len(ids), there, began)


def _first_of(ids: Ints, account: Ints, bought: Days, otherwise: np.datetime64) -> Days:
    """The earliest of these days of each customer, or the day given."""
    first = np.full(len(ids), otherwise)
    np.minimum.at(first, np.searchsorted(ids, account), bought)
    return first
