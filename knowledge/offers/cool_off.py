"""Products a customer declined: how long not to ask again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.columns import Columns, Table, as_day, days, whole_numbers
from knowledge.offers.rules import GateRules

if TYPE_CHECKING:
    import pandas as pd


def judge_cool_off(proposals: Table, rules: GateRules, *, as_of: date) -> pd.DataFrame:
    """Whether each declined product still rests at its customer, one row for each of ``inputs.PROPOSALS``.

    index account_id; product_id; cooling (yes or no); free_on: the first day it may be offered again, which is the day
    the customer named ("later", "too early") or else the "no" plus the days of its reason; last_no: what was said,
    for which reason.
    """
    from knowledge.accounts.frames import as_frame

    columns = cool_off_columns(proposals, rules, as_of=as_of)
    return as_frame(columns, whole_numbers(proposals, "account_id"))


def cool_off_columns(proposals: Table, rules: GateRules, *, as_of: date) -> Columns:
    """The columns of ``judge_cool_off``, one value a row of ``inputs.PROPOSALS``."""
    declined, later = days(proposals, "last_no_on"), days(proposals, "later_until")
    rest = [rules.rest_days(str(reason)) for reason in proposals["reason"]]
    rested = declined + np.array(rest, dtype="timedelta64[D]")
    free = np.where(np.isnat(later), rested, later)
    return {
        "product_id": whole_numbers(proposals, "product_id"),
        "cooling": free > as_day(as_of),
        "free_on": free,
        "last_no": np.asarray(proposals["last_no"]),
        "last_no_on": declined,
        "reason": np.asarray(proposals["reason"]),
    }
