"""First purchases as small integer arrays: what every scorer counts on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

# An account with more first purchases than this buys nearly everything: it tells little about what goes with what,
# and pairs cost the square of it.
MOST_PRODUCTS_OF_AN_ACCOUNT = 300
# Pair tables are squares: 2,000 products make 16 MB. Of a larger catalogue the products with the most buyers count.
MOST_PRODUCTS_IN_PAIRS = 2_000
# Pairs are counted on a fixed sample of the accounts past this number: shares move by less than half a point.
MOST_ACCOUNTS_IN_PAIRS = 200_000

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class FirstPurchases:
    """When each account first bought each product, sorted by account, then day; a repeat order is not in here.

    accounts, products: ids in ascending order; account, product: positions in them; day: days since 1970-01-01.
    """

    accounts: Ints
    products: Ints
    account: Ints
    product: Ints
    day: Ints

    def until(self, day: int) -> FirstPurchases:
        """What was known at the end of that day; ids keep their positions."""
        return self.only(self.day <= day)

    def between(self, after: int, until: int) -> FirstPurchases:
        """What was first bought after one day and until another, both day numbers."""
        return self.only((self.day > after) & (self.day <= until))

    def only(self, rows: Flags) -> FirstPurchases:
        """The first purchases on the flagged rows; ids keep their positions."""
        return FirstPurchases(self.accounts, self.products, self.account[rows], self.product[rows], self.day[rows])

    def for_pairs(self) -> FirstPurchases:
        """What pair counts may afford: a sample of many accounts, the most bought products, no giant portfolios.

        Product positions are anew among the products that are left.
        """
        buyers = np.bincount(self.product, minlength=len(self.products))
        chosen = np.sort(np.argsort(-buyers, kind="stable")[:MOST_PRODUCTS_IN_PAIRS])
        place = np.full(len(self.products), -1)
        place[chosen] = np.arange(len(chosen))
        kept = np.bincount(self.account, minlength=len(self.accounts)) <= MOST_PRODUCTS_OF_AN_ACCOUNT
        kept &= _sampled(self.accounts)
        left = self.only(kept[self.account] & (place[self.product] >= 0))
        return replace(left, products=self.products[chosen], product=place[left.product])

    def matrix(self) -> sparse.csr_array:
        """Accounts in rows, products in columns, 1.0 where owned."""
        ones = np.ones(len(self.account), dtype=np.float32)
        shape = (len(self.accounts), len(self.products))
        return sparse.csr_array((ones, (self.account, self.product)), shape=shape)


def day_number(day: date) -> int:
    """Days since 1970-01-01, the unit of FirstPurchases.day."""
    return (day - date(1970, 1, 1)).days


def first_purchases(purchases: pd.DataFrame, *, as_of: date) -> FirstPurchases:
    """What each account had bought by the end of as_of, and since when; later rows do not exist for it.

    purchases: account_id and product_id (int), purchased_on (datetime64), one row a purchase, in any order.
    """
    dated = purchases["purchased_on"].to_numpy().astype("datetime64[D]")
    known = dated <= np.datetime64(as_of, "D")  # also false for a missing date
    days = dated.astype(np.int64)
    accounts, account = _positions(purchases["account_id"].to_numpy(dtype=np.int64)[known])
    products, product = _positions(purchases["product_id"].to_numpy(dtype=np.int64)[known])
    return _earliest(accounts, products, account, product, days[known])


def later_in_account(events: FirstPurchases) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of rows of one account, the second on the same day or later, batch by batch; k rows make k(k-1)/2."""
    first = np.arange(len(events.account))
    for lag in range(1, len(events.account)):
        first = first[first + lag < len(events.account)]
        first = first[events.account[first] == events.account[first + lag]]
        if not len(first):
            return
        yield first, first + lag


def _sampled(accounts: Ints) -> Flags:
    """A fixed choice by account id, the same on every day, so that figures do not flicker from night to night."""
    if len(accounts) <= MOST_ACCOUNTS_IN_PAIRS:
        return np.ones(len(accounts), dtype=bool)
    scattered = accounts.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    chosen: Flags = scattered < np.uint64(2**64 * MOST_ACCOUNTS_IN_PAIRS // len(accounts))
    return chosen


def _positions(ids: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """The distinct ids, ascending, and where among them each lies."""
    if np.all(ids[1:] >= ids[:-1]):  # as the store gives accounts: nothing to look up
        opening = np.ones(len(ids), dtype=bool)
        opening[1:] = ids[1:] > ids[:-1]
        return ids[opening], np.cumsum(opening) - 1
    codes, found = pd.factorize(ids, sort=True)
    return np.asarray(found, dtype=np.int64), codes.astype(np.int64)


def _earliest(accounts: Ints, products: Ints, account: Ints, product: Ints, day: Ints) -> FirstPurchases:
    """Keep the first day of each account and product: one sort of packed integers, as fast as numpy sorts."""
    start = int(day.min(initial=0))
    span = int(day.max(initial=0)) - start + 1
    width = max(len(products), 1)
    packed = np.sort((account * width + product) * span + (day - start))
    pair, first_day = packed // span, packed % span
    opening = np.ones(len(pair), dtype=bool)
    opening[1:] = pair[1:] != pair[:-1]
    pair, first_day = pair[opening], first_day[opening]
    by_day = np.sort((pair // width * span + first_day) * width + pair % width)
    owner_day, kept = by_day // width, by_day % width
    return FirstPurchases(accounts, products, owner_day // span, kept, owner_day % span + start)
