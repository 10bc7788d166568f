"""Scores of accounts from the shared tables: one account alone gets the very row it gets among a million."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.analytics.affinity.blend import Blend, Part
from knowledge.analytics.affinity.events import FirstPurchases, Ints
from knowledge.analytics.affinity.model import Affinity

Floats = NDArray[np.float32]

RECENT_ANTECEDENTS = 20  # reasons are looked for among the latest purchases: cost grows with it, hits do not
LEAST_PART = 0.02  # a part below a fiftieth of the account's best says nothing more by being smaller
CELLS_IN_A_BATCH = 500_000  # accounts x products scored at once: few enough to stay in the processor's cache


@dataclass(frozen=True)
class Holdings:
    """What a batch of accounts owns, in rows; recent: the latest few of it; segment: a code an account."""

    owned: sparse.csr_array
    recent: sparse.csr_array
    segment: Ints

    def mask(self) -> NDArray[np.bool_]:
        """True where owned."""
        flags = np.zeros(self.owned.shape, dtype=bool)
        rows = np.repeat(np.arange(self.owned.shape[0]), np.diff(self.owned.indptr))
        flags[rows, self.owned.indices] = True
        return flags


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


def score_part(affinity: Affinity, part: Part, holdings: Holdings, mask: NDArray[np.bool_]) -> Floats:
    """One part's scores, accounts by products, 0 to 1: 1 at the best product not owned, 0 where owned."""
    score = _raw(affinity, part, holdings)
    score[mask] = 0
    best = score.max(axis=1, keepdims=True, initial=0)
    best[best <= 0] = 1
    score /= best
    return score


def score_parts(affinity: Affinity, blends: Sequence[Blend], holdings: Holdings) -> dict[Part, Floats]:
    """Every part that the blends need, once."""
    mask = holdings.mask()
    wanted = sorted({part for blend in blends for part, _ in blend.weights})
    return {part: score_part(affinity, part, holdings, mask) for part in wanted}


def log_part(score: Floats) -> Floats:
    """A part on a scale where ratios count: the logarithm of 0.02 + score, from -3.9 to 0."""
    return np.asarray(np.log(np.maximum(score, 0) + LEAST_PART), dtype=np.float32)


def mix(blend: Blend, parts: dict[Part, Floats], holdings: Holdings) -> Floats:
    """A blend's scores, accounts by products; minus infinity where owned.

    A learned blend's are logarithms of the share of the account's next purchases, so that accounts can be compared.
    """
    total = np.zeros(holdings.owned.shape, dtype=np.float32)
    for part, weight in blend.weights:
        total += np.float32(weight) * parts[part]
    for part, weight in blend.log_weights:
        total += np.float32(weight) * log_part(parts[part])
    total[holdings.mask()] = -np.inf
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
    """Each row less the logarithm of the sum of its exponentials; a row of an account that owns everything stays."""
    top = score.max(axis=1, keepdims=True, initial=-np.inf)
    top[~np.isfinite(top)] = 0
    total = np.exp(score - top).sum(axis=1, keepdims=True)
    return np.asarray(score - top - np.log(np.maximum(total, 1e-30)), dtype=np.float32)


def _raw(affinity: Affinity, part: Part, holdings: Holdings) -> Floats:
    popularity = affinity.popularity
    lists = {Part.LATELY: popularity.lately, Part.QUARTER: popularity.quarter, Part.ALL_TIME: popularity.all_time}
    if part in lists:
        return np.repeat(lists[part][None, :], len(holdings.segment), axis=0)
    if part is Part.SEGMENT:
        return popularity.segment[holdings.segment]
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
