"""Products a customer declined: how long not to ask again."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from knowledge.analytics.columns import as_day, days, shifted
from knowledge.playbook.rules import GateRules


def judge_cool_off(proposals: pd.DataFrame, rules: GateRules, *, as_of: date) -> pd.DataFrame:
    """Whether each declined product still rests at its customer, one row for each of ``inputs.PROPOSALS``.

    index account_id; product_id; cooling (yes or no); free_on: the first day it may be offered again, which is the day
    the customer named ("later", "too early") or else the "no" plus gate.cool_off_days; last_no: what was said.
    """
    declined, later = days(proposals, "last_no_on"), days(proposals, "later_until")
    rested = shifted(declined, rules.cool_off_days)
    free = np.where(np.isnat(later), rested, later)
    return pd.DataFrame(
        {
            "product_id": proposals["product_id"].to_numpy(),
            "cooling": free > as_day(as_of),
            "free_on": free,
            "last_no": proposals["last_no"].to_numpy(),
            "last_no_on": declined,
        },
        index=pd.Index(proposals["account_id"].to_numpy(dtype=np.int64), name="account_id"),
    )
