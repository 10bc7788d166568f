"""How lively an account buys: what decides most whether any offer is taken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge.offers.affinity.events import FirstPurchases

HALF_LIFE_DAYS = 120  # a purchase day counts half after this long, as in the churn score (best on public data)


def measure_activity(events: FirstPurchases, *, last_day: int) -> NDArray[np.float64]:
    """log(1 + decayed days on which something new was bought), one value an account position; 0 without any.

    A day counts 0.5 ^ (days ago / 120). Events after last_day must have been cut away.
    """
    opening = np.ones(len(events.account), dtype=bool)
    opening[1:] = (events.account[1:] != events.account[:-1]) | (events.day[1:] != events.day[:-1])
    weight = 0.5 ** ((last_day - events.day[opening]) / HALF_LIFE_DAYS)
    return np.log1p(np.bincount(events.account[opening], weights=weight, minlength=len(events.accounts)))
