"""From what an account owns to what it may add: a small table of the strongest links of each product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from knowledge.offers.affinity.events import Ints

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
        from knowledge.offers.affinity.kernels import link_sums

        return link_sums(self.start, self.product, self.value, owned.indptr, owned.indices, owned.shape[1])

    def best_three_over(self, owned: sparse.csr_array) -> Floats:
        """Each account's sum of its three strongest links to each product; accounts in rows, products in columns."""
        from knowledge.offers.affinity.kernels import best_three

        return best_three(self.start, self.product, self.value, owned.indptr, owned.indices, owned.shape[1])

    def strongest_to(self, wanted: Ints, owned: Ints, bounds: Ints) -> tuple[Ints, Ints]:
        """For each wanted product what leads to it most often, and the entry; -1 where nothing does.

        What may lead to wanted[i] is owned[bounds[0, i]:bounds[1, i]]; only counted links that somebody followed.
        """
        from knowledge.offers.affinity.kernels import strongest_link

        entry = strongest_link(self.start, self.product, self.value, self.adopters, bounds, owned, wanted)
        antecedent: Ints = np.searchsorted(self.start, entry, side="right") - 1  # -1 where entry is
        return antecedent, entry


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
