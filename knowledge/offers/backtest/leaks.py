"""A trap for methods that know the future: they are asked twice, once with it and once without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd

from knowledge.offers.affinity.events import FirstPurchases, day_number, first_purchases
from knowledge.offers.backtest.replay import Rival
from knowledge.offers.backtest.windows import Window


class FutureLeak(ValueError):
    """A method's answer for a past day depends on what happened after it: its record would be worthless."""


def demand_point_in_time(
    make: Callable[[FirstPurchases], Rival], purchases: pd.DataFrame, *, as_of: date, horizon_days: int = 90
) -> None:
    """Raise FutureLeak unless the method ranks the same for as_of whether or not the later purchases exist."""
    window = Window(day_number(as_of), horizon_days)
    everything = first_purchases(purchases, as_of=as_of + timedelta(days=horizon_days))
    known = everything.until(window.day)
    accounts = np.unique(known.account)
    rivals = [make(everything), make(known)]
    with_future, without = (rival.rank(known, accounts, window) for rival in rivals)
    if not np.array_equal(with_future, without):
        raise FutureLeak(f"“{rivals[0].name}” used purchases made after {as_of}; its hit rate cannot be trusted")
