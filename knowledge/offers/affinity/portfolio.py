"""Accounts with the same portfolio: what those that own exactly this own besides; best for small catalogues."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.offers.affinity.events import FirstPurchases, Ints

Floats = NDArray[np.float32]
Keys = NDArray[np.uint64]

SMALL_CATALOGUE = 25  # above this hardly two accounts own exactly the same
PRIOR_ACCOUNTS = 5  # alike portfolios needed before they outweigh the portfolios that share a part


@dataclass(frozen=True)
class Portfolios:
    """key: portfolios as hashes, ascending; extended[i, b]: accounts that own portfolio i and, besides, only b.

    part[a, b]: accounts that own A and B; the back-off where nobody owns the same.
    """

    key: Keys
    extended: Ints
    part: Floats

    def score(self, owned: sparse.csr_array) -> Floats:
        """Share of the accounts one product ahead that have b, backed off to naive Bayes over the parts.

        value = (extended + 5 x back-off) / (all extended + 5), each row of the back-off sums to 1.
        """
        wanted = _keys(owned, owned.shape[1])
        at = np.minimum(np.searchsorted(self.key, wanted), max(len(self.key) - 1, 0))
        known = self.key[at] == wanted if len(self.key) else np.zeros(len(wanted), dtype=bool)
        seen = np.where(known[:, None], self.extended[at], 0) if len(self.key) else np.zeros(owned.shape)
        back_off = self._back_off(owned)
        cases = seen.sum(axis=1, keepdims=True)
        return np.asarray((seen + PRIOR_ACCOUNTS * back_off) / (cases + PRIOR_ACCOUNTS), dtype=np.float32)

    def _back_off(self, owned: sparse.csr_array) -> NDArray[np.float64]:
        """P(b) x product over owned a of P(a | b), made to sum to 1 over what is not owned."""
        buyers = np.diag(self.part).astype(np.float64)
        alike = np.log((self.part + 1.0) / (buyers[None, :] + 2.0))
        score = np.log(buyers + 1.0)[None, :] + owned @ alike
        score[owned.toarray() > 0] = -np.inf
        top = score.max(axis=1, keepdims=True, initial=-1e30)
        weight = np.exp(score - top)
        return np.asarray(weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12))


def fit_portfolios(events: FirstPurchases) -> Portfolios:
    """Every account's portfolio with one product taken away, counted: needs no dates, only who owns what."""
    owned = events.matrix()
    width = len(events.products)
    full = _keys(owned, width)
    row = np.repeat(np.arange(owned.shape[0]), np.diff(owned.indptr))
    rest = full[row] ^ _marks(width)[owned.indices]
    key, place = np.unique(rest, return_inverse=True)
    extended = np.zeros((len(key), width), dtype=np.int64)
    np.add.at(extended, (place, owned.indices), 1)
    return Portfolios(key, extended, np.asarray((owned.T @ owned).toarray(), dtype=np.float32))


def _keys(owned: sparse.csr_array, width: int) -> Keys:
    """One 64-bit mark a portfolio: the exclusive or of its products' marks, whatever their order."""
    keys = np.zeros(owned.shape[0], dtype=np.uint64)
    row = np.repeat(np.arange(owned.shape[0]), np.diff(owned.indptr))
    np.bitwise_xor.at(keys, row, _marks(width)[owned.indices])
    return keys


def _marks(width: int) -> Keys:
    """Fixed pseudo-random marks, so that two portfolios share one with a chance of about 1 in 10^19."""
    return np.random.default_rng(20_260_401).integers(1, 2**63, size=width, dtype=np.uint64)
