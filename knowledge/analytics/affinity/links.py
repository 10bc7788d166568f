"""From what an account owns to what it may add: a small table of the strongest links of each product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from knowledge.analytics.affinity.events import Ints

Floats = NDArray[np.float32]

LINKS_PER_PRODUCT = 64  # strongest links kept of each product: more did not change the first two offers
BEST_ANTECEDENTS = 3  # a rep can name three reasons; a sum over all drowns them in what everybody owns


@dataclass(frozen=True)
class Links:
    """Entries start[a]:start[a+1] are the links of product a, by product.

    owners, adopters: the counts behind the value; both 0 where a value is fitted rather than counted.
    """

    start: Ints
    product: Ints
    value: Floats
    owners: Ints
    adopters: Ints

    def frame(self, products: Ints) -> pd.DataFrame:
        """The table as stored: antecedent, product (ids), value, owners, adopters."""
        antecedent = np.repeat(products, np.diff(self.start))
        columns = {"antecedent": antecedent, "product": products[self.product], "value": self.value}
        return pd.DataFrame({**columns, "owners": self.owners, "adopters": self.adopters})

    def spread(self, among: Ints, products: Ints) -> Links:
        """The same links with positions in a larger catalogue; both lists of ids ascend."""
        place = np.searchsorted(products, among)
        fan = np.zeros(len(products), dtype=np.int64)
        fan[place] = np.diff(self.start)
        start = np.concatenate([[0], np.cumsum(fan)])
        return Links(start, place[self.product], self.value, self.owners, self.adopters)

    def sum_over(self, owned: sparse.csr_array) -> Floats:
        """Each account's sum of links over all that it owns; accounts in rows, products in columns."""
        width = len(self.start) - 1
        table = sparse.csr_array((self.value, self.product, self.start), shape=(width, width))
        return np.asarray((owned @ table).toarray(), dtype=np.float32)

    def best_three_over(self, owned: sparse.csr_array) -> Floats:
        """Each account's sum of its three strongest links to each product; accounts in rows, products in columns."""
        accounts, width = owned.shape
        cell, entry = self._reached(owned)
        by_value = np.argsort(self.value, kind="stable")
        place = np.empty(len(by_value), dtype=np.int64)
        place[by_value] = np.arange(len(by_value))
        bits = max(len(by_value).bit_length(), 1)
        packed = np.sort((cell << bits) | place[entry])
        cells, values = packed >> bits, self.value[by_value][packed & ((1 << bits) - 1)]
        last = np.flatnonzero(np.diff(cells, append=-1))
        total = values[last].copy()
        for back in range(1, BEST_ANTECEDENTS):
            earlier = np.maximum(last - back, 0)
            total += np.where((last >= back) & (cells[earlier] == cells[last]), values[earlier], np.float32(0))
        scores = np.zeros(accounts * width, dtype=np.float32)
        scores[cells[last]] = total
        return scores.reshape(accounts, width)

    def _reached(self, owned: sparse.csr_array) -> tuple[Ints, Ints]:
        """Every link from an owned product: its cell in accounts x products, and its entry here."""
        width = owned.shape[1]
        account = np.repeat(np.arange(owned.shape[0]), np.diff(owned.indptr))
        fan = np.diff(self.start)[owned.indices]
        ends = np.cumsum(fan)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - fan, fan)
        entry = np.repeat(self.start[owned.indices], fan) + within
        return np.repeat(account, fan) * width + self.product[entry], entry


def keep_strongest(
    value: NDArray[np.floating],
    owners: NDArray[np.integer],
    adopters: NDArray[np.integer],
    *,
    each: int = LINKS_PER_PRODUCT,
) -> Links:
    """The strongest links of each row of a square of values, for or against, with the counts behind them."""
    square = np.array(value, dtype=np.float32)
    np.fill_diagonal(square, 0)
    width = len(square)
    if width > each:
        strength = np.abs(square)
        square[strength < np.partition(strength, width - each, axis=1)[:, [width - each]]] = 0
    row, column = np.nonzero(square)
    start = np.searchsorted(row, np.arange(width + 1))
    counts = owners[row, column].astype(np.int64), adopters[row, column].astype(np.int64)
    return Links(start, column, square[row, column], *counts)
