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
        """Each account's sum of its three strongest links to each product; accounts in rows, products in columns.

        One owned product of every account at a time, so that no cell is met twice in a step: nothing needs sorting.
        """
        best, second, third = (np.zeros(owned.shape[0] * owned.shape[1], dtype=np.float32) for _ in range(3))
        fan = np.diff(owned.indptr)
        for place in range(int(fan.max(initial=0))):
            account = np.flatnonzero(fan > place)
            antecedent = owned.indices[owned.indptr[account] + place].astype(np.int64)
            cell, value = self._reached(account, antecedent, owned.shape[1])
            _insert(value, cell, best, second, third)
        return (best + second + third).reshape(owned.shape)

    def _reached(self, account: Ints, antecedent: Ints, width: int) -> tuple[Ints, Floats]:
        """The cells in accounts x products that the links of one product an account lead to, and their values."""
        fan = self.start[antecedent + 1] - self.start[antecedent]
        ends = np.cumsum(fan)
        shift = self.start[antecedent] - (ends - fan)
        entry = np.arange(ends[-1] if len(ends) else 0) + np.repeat(shift, fan)
        return np.repeat(account * width, fan) + self.product[entry], self.value[entry]


def _insert(value: Floats, cell: Ints, *ranks: Floats) -> None:
    """Put each value in its place among the ranks of its cell; what it pushes down goes to the next rank."""
    for rank in ranks:
        held = rank[cell]
        rank[cell] = np.maximum(held, value)
        value = np.minimum(held, value)


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
