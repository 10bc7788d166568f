"""What customers of one industry carry: the range that a smaller one is held against."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from knowledge.kernel.intervals import lower_bound
from knowledge.offers.affinity.together import YEAR_DAYS

COLUMNS = ["industry", "product", "accounts", "carriers", "lower_bound"]
LEAST_ACCOUNTS = 5  # of an industry; fewer are no custom


def count_carried(
    purchases: pd.DataFrame, industries: pd.DataFrame, *, as_of: date, least_share: float
) -> pd.DataFrame:
    """Of the customers of an industry that ordered in the last year, how many ordered each product.

    purchases: account_id, product_id (int), purchased_on (datetime64); industries: account_id, segment. Only products
    that least_share of them carry, and industries of at least five customers. lower_bound: Wilson, 90 %.
    """
    day = pd.Timestamp(as_of)
    recent = purchases[purchases["purchased_on"].between(day - pd.Timedelta(days=YEAR_DAYS - 1), day)]
    owned = recent[["account_id", "product_id"]].drop_duplicates().merge(industries, on="account_id")
    accounts = owned.groupby("segment")["account_id"].nunique().rename("accounts")
    carried = owned.groupby(["segment", "product_id"]).size().rename("carriers").reset_index()
    table = carried.merge(accounts.reset_index(), on="segment")
    common = table["carriers"] >= least_share * table["accounts"]
    table = table[common & (table["accounts"] >= LEAST_ACCOUNTS)].rename(
        columns={"segment": "industry", "product_id": "product"}
    )
    bound = lower_bound(table["carriers"].to_numpy(dtype=np.int64), table["accounts"].to_numpy(dtype=np.int64))
    return table.assign(lower_bound=bound)[COLUMNS].sort_values(
        ["industry", "lower_bound", "product"], ascending=[True, False, True], ignore_index=True
    )
