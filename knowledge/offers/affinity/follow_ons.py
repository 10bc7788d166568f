"""What accounts added after a product: "18 of 29 accounts that own A added B within 90 days", counted in order."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from knowledge.kernel.intervals import lower_bound
from knowledge.offers.affinity.events import FirstPurchases, Ints, day_number, first_purchases, later_in_account
from knowledge.offers.affinity.pairs import count_in_order

COLUMNS = [
    "antecedent",
    "product",
    "owners",
    "adopters",
    "share",
    "lower_bound",
    "base_owners",
    "base_adopters",
    "base_share",
    "median_days",
]


def count_follow_ons(purchases: pd.DataFrame, *, as_of: date, horizon_days: int) -> pd.DataFrame:
    """Of the accounts that bought A, how many added B within the horizon, against accounts in general.

    purchases: account_id, product_id (int), purchased_on (datetime64); only first purchases until as_of count.
    One row a pair with at least one adopter, best lower bound first:
    owners: accounts that bought A at least horizon_days before as_of and did not own B by that day (the same day counts
    as owning: it tells no order); an owner whose horizon still runs is left out whether or not it added B already,
    for counting only the quick ones would flatter every new product. adopters: those that first bought B within
    horizon_days after A. share = adopters / owners; lower_bound: Wilson, 90 %. median_days: from A to B.
    base_*: the same for accounts in general, from their first purchase of anything in place of A.
    Accounts that own very many products are left out of the pairs (see FirstPurchases.for_pairs), not of the base.
    """
    events = first_purchases(purchases, as_of=as_of)
    ripe_day = day_number(as_of) - horizon_days
    pairs = _adopted_pairs(events.for_pairs(), ripe_day, horizon_days)
    base = _after_first_purchase(events, ripe_day, horizon_days)
    counted = pairs.join(base, on="product")
    counted["share"] = counted["adopters"] / counted["owners"]
    counted["lower_bound"] = lower_bound(counted["adopters"].to_numpy(), counted["owners"].to_numpy())
    order = ["lower_bound", "adopters", "antecedent", "product"]
    return counted.sort_values(order, ascending=[False, False, True, True], ignore_index=True)[COLUMNS]


def _adopted_pairs(events: FirstPurchases, ripe_day: int, horizon_days: int) -> pd.DataFrame:
    """antecedent, product (ids), owners, adopters, median_days of every pair with an adopter."""
    width = max(len(events.products), 1)
    counts = count_in_order(events, ripe_day=ripe_day, within_days=horizon_days)
    key, median_days = _median_waits(_waits(events, ripe_day, horizon_days), horizon_days + 1)
    antecedent, product = key // width, key % width
    columns = {"antecedent": events.products[antecedent], "product": events.products[product]}
    owners, adopters = counts.owners[antecedent, product], counts.adopters[antecedent, product]
    return pd.DataFrame({**columns, "owners": owners, "adopters": adopters, "median_days": median_days})


def _waits(events: FirstPurchases, ripe_day: int, horizon_days: int) -> Ints:
    """Each adoption as pair key * (horizon + 1) + days waited, ascending."""
    width, span = len(events.products), horizon_days + 1
    adoptions = [np.empty(0, dtype=np.int64)]
    for first, second in later_in_account(events):
        wait = events.day[second] - events.day[first]
        adopted = (events.day[first] <= ripe_day) & (wait > 0) & (wait <= horizon_days)
        key = events.product[first] * width + events.product[second]
        adoptions.append(key[adopted] * span + wait[adopted])
    return np.sort(np.concatenate(adoptions))


def _median_waits(packed: Ints, span: int) -> tuple[Ints, NDArray[np.float64]]:
    """The distinct keys of ascending key * span + days, and the median of the days of each."""
    keys = packed // span
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    sizes = np.diff(starts, append=len(keys))
    middle = packed[starts + (sizes - 1) // 2] % span + packed[starts + sizes // 2] % span
    return keys[starts], middle / 2


def _after_first_purchase(events: FirstPurchases, ripe_day: int, horizon_days: int) -> pd.DataFrame:
    """base_owners, base_adopters, base_share by product id: the follow-on of an account's first purchase."""
    width = len(events.products)
    begun = np.full(len(events.accounts), ripe_day + 1)
    np.minimum.at(begun, events.account, events.day)
    wait = events.day - begun[events.account]
    ripe = begun[events.account] <= ripe_day
    owned_at_once = np.bincount(events.product[ripe & (wait == 0)], minlength=width)
    adopters = np.bincount(events.product[ripe & (wait > 0) & (wait <= horizon_days)], minlength=width)
    owners = np.count_nonzero(begun <= ripe_day) - owned_at_once
    columns = {"base_owners": owners, "base_adopters": adopters, "base_share": adopters / np.maximum(owners, 1)}
    return pd.DataFrame(columns, index=events.products)
