"""What accounts added after a product: "18 of 29 accounts that own A added B within 90 days", counted in order."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from knowledge.analytics.affinity.events import FirstPurchases, Ints, day_number, first_purchases, later_in_account
from knowledge.analytics.intervals import lower_bound

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
    pairs = _count_pairs(events.for_pairs(), ripe_day, horizon_days)
    base = _after_first_purchase(events, ripe_day, horizon_days)
    counted = pairs.join(base, on="product_code")
    counted["antecedent"] = events.products[counted["antecedent_code"]]
    counted["product"] = events.products[counted["product_code"]]
    counted["share"] = counted["adopters"] / counted["owners"]
    counted["lower_bound"] = lower_bound(counted["adopters"].to_numpy(), counted["owners"].to_numpy())
    order = ["lower_bound", "adopters", "antecedent", "product"]
    return counted.sort_values(order, ascending=[False, False, True, True], ignore_index=True)[COLUMNS]


def _count_pairs(events: FirstPurchases, ripe_day: int, horizon_days: int) -> pd.DataFrame:
    """antecedent_code, product_code, owners, adopters, median_days of every pair with an adopter."""
    width = len(events.products)
    held = np.zeros(width * width, dtype=np.int32)
    span = horizon_days + 1
    adoptions = [np.empty(0, dtype=np.int64)]
    for first, second in later_in_account(events):
        wait = events.day[second] - events.day[first]
        forward = events.product[first] * width + events.product[second]
        backward = events.product[second] * width + events.product[first]
        ripe = events.day[first] <= ripe_day
        adopted = ripe & (wait > 0) & (wait <= horizon_days)
        adoptions.append(forward[adopted] * span + wait[adopted])
        np.add.at(held, forward[ripe & (wait == 0)], 1)
        np.add.at(held, backward[events.day[second] <= ripe_day], 1)
    pairs = _median_waits(np.sort(np.concatenate(adoptions)), span)
    antecedent, product = pairs["key"] // max(width, 1), pairs["key"] % max(width, 1)
    bought = np.bincount(events.product[events.day <= ripe_day], minlength=width)
    owners = bought[antecedent] - held[pairs["key"]]
    return pairs.assign(antecedent_code=antecedent, product_code=product, owners=owners)


def _median_waits(packed: Ints, span: int) -> pd.DataFrame:
    """key, adopters, median_days from ascending key * span + days."""
    keys = packed // span
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    sizes = np.diff(starts, append=len(keys))
    middle = packed[starts + (sizes - 1) // 2] % span + packed[starts + sizes // 2] % span
    return pd.DataFrame({"key": keys[starts], "adopters": sizes, "median_days": middle / 2})


def _after_first_purchase(events: FirstPurchases, ripe_day: int, horizon_days: int) -> pd.DataFrame:
    """base_owners, base_adopters, base_share by product code: the follow-on of an account's first purchase."""
    width = len(events.products)
    begun = np.full(len(events.accounts), ripe_day + 1)
    np.minimum.at(begun, events.account, events.day)
    wait = events.day - begun[events.account]
    ripe = begun[events.account] <= ripe_day
    owned_at_once = np.bincount(events.product[ripe & (wait == 0)], minlength=width)
    adopters = np.bincount(events.product[ripe & (wait > 0) & (wait <= horizon_days)], minlength=width)
    owners = np.count_nonzero(begun <= ripe_day) - owned_at_once
    return pd.DataFrame(
        {"base_owners": owners, "base_adopters": adopters, "base_share": adopters / np.maximum(owners, 1)}
    )
