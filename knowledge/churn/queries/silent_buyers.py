"""Who has stopped buying, at a firm where nothing else tells that a customer is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from knowledge.accounts.queries.aggregates.commerce import load_purchases
from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.accounts.rhythm import find_late_days
from knowledge.churn.queries.definition import find_definition
from knowledge.kernel.access import AccessContext


def find_silent(access: AccessContext, accounts: Sequence[int] | None = None) -> dict[int, dt.date]:
    """Account → the first day of a silence that is not usual for them, of those lost by buying (``churn.labels``).

    Nothing was bought in churn.horizon_days, nor within what is usual for them; where customers do not order again and
    again, of those that show a rhythm. Empty at a firm that tells its losses by contract or records them.
    """
    if find_definition(access) != "buying":
        return {}
    rules, records = access.rules.churn, load_records(access)
    bought = load_purchases(access, accounts)
    ids = bought["account_id"].astype(np.int64)
    late_on, gone = find_late_days(bought, ids, rules, as_of=access.as_of, only_rhythmic=not records.repeats)
    return dict(zip(ids[gone].tolist(), late_on[gone].tolist(), strict=True))
