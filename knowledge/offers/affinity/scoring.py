"""Scores of accounts from the shared tables: one account alone gets the very row it gets among a million."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.offers.affinity.blend import Blend, Part
from knowledge.offers.affinity.events import FirstPurchases, Ints
from knowledge.offers.affinity.model import Affinity
from knowledge.offers.affinity.popularity import Lists

Floats = NDArray[np.float32]

RECENT_ANTECEDENTS = 20  # reasons are looked for among the latest purchases: cost grows with it, hits do not
LEAST_PART = 0.02  # a part below a fiftieth of the account's best says nothing more by being smaller
CELLS_IN_A_BATCH = 500_000  # accounts x products scored at once: few enough to stay in the processor's cache

_EVERYBODYS = (Part.LATELY, Part.QUARTER, Part.ALL_TIME, Part.PACE)  # as in Popularity.everybodys


@dataclass(frozen=True)
class Holdings:
    """What a batch of accounts owns, in rows; recent: the latest few of it; segment: a code an account."""

    owned: sparse.csr_array
    recent: sparse.csr_array
    segment: Ints

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """True where owned."""
        flags = np.zeros(self.owned.shape, dtype=bool)
        rows = np.repeat(np.arange(self.owned.shape[0]), np.diff(self.owned.indptr))
        flags[rows, self.owned.indices] = True
        return flags


@dataclass(frozen=True)
class PartScores:
    """One part's scores, 0 to 1: 1 at an account's best product not owned.

    rows: products in columns, a row an account; or fewer, shared by the accounts that place sends to them. Of an owned
    product a score says nothing.
    """

    rows: Floats
    place: Ints | None = None

    def add_to(self, total: Floats, weight: float, log_weight: float) -> None:
        """Add the part times its weight, and its logarithm times its own, to accounts by products."""
        told = self.rows * np.float32(weight)
        if log_weight:
            told += np.float32(log_weight) * log_part(self.rows)
        total += told if self.place is None else told[self.place]

    def by_account(self, owned: NDArray[np.bool_]) -> Floats:
        """Accounts by products, 0 where owned."""
        return np.where(owned, np.float32(0), self.rows if self.place is None else self.rows[self.place])


def batches(events: FirstPurchases, codes: Ints, accounts: Ints) -> Iterator[tuple[Ints, Holdings]]:
    """The holdings of accounts (ascending positions), as many at a time as memory is meant to hold."""
    size = max(CELLS_IN_A_BATCH // max(len(events.products), 1), 1)
    bounds = np.searchsorted(events.account, [accounts, accounts + 1])
    for start in range(0, len(accounts), size):
        first, end = bounds[:, start : start + size]
        yield accounts[start : start + size], hold(events, first, end, codes[accounts[start : start + size]])


def hold(events: FirstPurchases, first: Ints, end: Ints, segment: Ints) -> Holdings:
    """Holdings from row ranges of events, one an account."""
    width = len(events.products)
    owned = _rows(events, first, end, width)
    recent = _rows(events, np.maximum(first, end - RECENT_ANTECEDENTS), end, width)
    return Holdings(owned, recent, segment)


def score_parts(affinity: Affinity, blends: Sequence[Blend], holdings: Holdings) -> dict[Part, PartScores]:
    """Every part that the blends need, once."""
    wanted = sorted({part for blend in blends for part, _ in blend.weights})
    return {part: _score_part(affinity, part, holdings) for part in wanted}


def _score_part(affinity: Affinity, part: Part, holdings: Holdings) -> PartScores:
    popularity = affinity.popularity
    if part is Part.SEGMENT:
        return _score_lists(popularity.by_segment, holdings.segment, holdings)
    if part in _EVERYBODYS:
        return _score_lists(popularity.everybodys, np.full_like(holdings.segment, _EVERYBODYS.index(part)), holdings)
    score = _raw(affinity, part, holdings)
    score[holdings.mask] = 0
    best = score.max(axis=1, keepdims=True, initial=0)
    best[best <= 0] = 1
    score /= best
    return PartScores(score)


def _score_lists(lists: Lists, which: Ints, holdings: Holdings) -> PartScores:
    """A best-seller list against its best product not owned: the same for all to whom that is the same product."""
    from knowledge.offers.affinity.kernels import first_not_owned

    owned = holdings.owned
    first = first_not_owned(lists.order, which, owned.indptr, owned.indices)
    _, some, place = np.unique(which * (owned.shape[1] + 1) + first, return_index=True, return_inverse=True)
    rows = lists.value[which[some]]
    best = np.where(first[some] >= 0, rows[np.arange(len(some)), first[some]], np.float32(0))[:, None]
    rows /= np.where(best > 0, best, np.float32(1))
    return PartScores(rows, place)


def log_part(score: Floats) -> Floats:
    """A part on a scale where ratios count: the logarithm of 0.02 + score, from -3.9 to 0."""
    kept = np.maximum(score, np.float32(0))
    kept += np.float32(LEAST_PART)
    return np.log(kept, out=kept)


def mix(blend: Blend, parts: Mapping[Part, PartScores], holdings: Holdings) -> Floats:
    """A blend's scores, accounts by products; minus infinity where owned.

    A learned blend's are logarithms of the share of the account's next purchases, so that accounts can be compared.
    """
    total = np.zeros(holdings.owned.shape, dtype=np.float32)
    logs = dict(blend.log_weights)
    for part, weight in blend.weights:
        parts[part].add_to(total, weight, logs.get(part, 0.0))
    total[holdings.mask] = -np.inf
    return _log_shares(total) if blend.log_weights else total


def best_products(score: Floats, count: int) -> tuple[Ints, Floats]:
    """The best few products of each row and their scores, best first; of equals the lower position. Uses score up."""
    rows = np.arange(len(score))
    count = min(count, score.shape[1])
    places, values = np.zeros((len(score), count), dtype=np.int64), np.zeros((len(score), count), dtype=np.float32)
    for rank in range(count):
        places[:, rank] = score.argmax(axis=1)
        values[:, rank] = score[rows, places[:, rank]]
        score[rows, places[:, rank]] = -np.inf
    return places, values


def _log_shares(score: Floats) -> Floats:
    """Each row less the logarithm of the sum of its exponentials; an account that owns all stays. Uses score up."""
    top = score.max(axis=1, keepdims=True, initial=-np.inf)
    top[~np.isfinite(top)] = 0
    score -= top
    total = np.exp(score).sum(axis=1, keepdims=True)
    score -= np.log(np.maximum(total, np.float32(1e-30)))
    return score


def _raw(affinity: Affinity, part: Part, holdings: Holdings) -> Floats:
    if part is Part.PORTFOLIO:
        if affinity.portfolios is None:
            raise ValueError("portfolios are fitted for small catalogues only")
        return affinity.portfolios.score(holdings.owned)
    if part is Part.EASE:
        return affinity.ease.sum_over(holdings.owned)
    return affinity.links_of(part).best_three_over(holdings.recent)


def _rows(events: FirstPurchases, first: Ints, end: Ints, width: int) -> sparse.csr_array:
    """A matrix of the products in row ranges of events."""
    counts = end - first
    start = np.concatenate([[0], np.cumsum(counts)])
    places = np.arange(start[-1]) - np.repeat(start[:-1] - first, counts)
    ones = np.ones(len(places), dtype=np.float32)
    return sparse.csr_array((ones, events.product[places], start), shape=(len(first), width))
