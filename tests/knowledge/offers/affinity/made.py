"""Purchases made up for tests, with a pattern that can be found."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

DAY = date(2026, 1, 1)


def make_purchases(*rows: tuple[int, int, int]) -> pd.DataFrame:
    """(account, product, days after DAY) in any order."""
    frame = pd.DataFrame(rows, columns=["account_id", "product_id", "purchased_on"])
    frame["purchased_on"] = pd.to_datetime([DAY + timedelta(days=int(day)) for day in frame["purchased_on"]])
    return frame


def make_firm(*, accounts: int = 300, products: int = 12, days: int = 900, habit: float = 0.8) -> pd.DataFrame:
    """A firm whose buyers of product p tend (habit, 0 to 1) to take p + 1 next, about every two months."""
    luck = np.random.default_rng(7)
    rows = []
    for account in range(1, accounts + 1):
        day, product = int(luck.integers(0, days // 2)), int(luck.integers(0, products))
        while day < days:
            rows.append((account, 100 + product, day))
            product = (product + 1) % products if luck.random() < habit else int(luck.integers(0, products))
            day += int(luck.integers(20, 100))
    return make_purchases(*rows)
