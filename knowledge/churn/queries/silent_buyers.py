"""Who has stopped buying, at a firm where nothing else tells that a customer is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from sqlalchemy import literal, select

from knowledge.accounts.columns import as_day
from knowledge.accounts.queries.aggregates.commerce import load_purchases
from knowledge.accounts.rhythm import FEWEST_DAYS, measure_patience
from knowledge.churn.queries.definition import find_definition
from knowledge.kernel.access import AccessContext
from knowledge.tables import Purchase
from knowledge.terms import BOUGHT_BY_DEAL


def find_silent(access: AccessContext, accounts: Sequence[int] | None = None) -> dict[int, dt.date]:
    """Account → the first day of a silence that is not usual for them, of those lost by buying (``churn.labels``).

    Nothing was bought in churn.horizon_days, nor within what is usual for them; where only won deals tell of purchases,
    of those that show a rhythm. Empty at a firm that tells its losses by contract or records them.
    """
    if find_definition(access) != "buying":
        return {}
    rules = access.rules.churn
    bought = load_purchases(access, accounts)
    ids, last = bought["account_id"].astype(np.int64), bought["last_bought_on"].astype("datetime64[D]")
    late_on = last + np.floor(measure_patience(bought, ids, rules)).astype("timedelta64[D]") + np.timedelta64(1, "D")
    today = as_day(access.as_of)
    told = np.ones(len(ids), dtype=bool) if not _is_by_deals(access) else bought["purchase_days"] >= FEWEST_DAYS
    lost = told & (late_on <= today) & (last <= today - np.timedelta64(rules.horizon_days, "D"))
    return dict(zip(ids[lost].tolist(), late_on[lost].tolist(), strict=True))


def _is_by_deals(access: AccessContext) -> bool:
    derived = select(literal(1)).where(Purchase.key.startswith(BOUGHT_BY_DEAL)).limit(1)
    return access.connection.execute(derived).first() is not None
