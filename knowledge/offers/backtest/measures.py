"""How good lists of offers were: hit rates, ranks, recall and coverage."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.kernel.intervals import interval, standard_error

Flags = NDArray[np.bool_]
Positions = NDArray[np.int64]

RANKS = 10  # depth to which the reciprocal rank looks


@dataclass(frozen=True)
class Cases:
    """One entry an account that bought something new: found at once, in two, 1 / rank, share found in two."""

    hit_1: Flags
    hit_2: Flags
    reciprocal: NDArray[np.float64]
    recall_2: NDArray[np.float64]
    offered: NDArray[np.int64]


@dataclass(frozen=True)
class Score:
    """A scorer's record: rates from 0 to 1 over accounts; low and high: 95 % interval of the hit rate in two."""

    name: str
    accounts: int
    hit_rate_1: float
    hit_rate_2: float
    low: float
    high: float
    standard_error: float
    mrr: float
    recall: float
    coverage: float

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


def pool(parts: list[Cases]) -> Cases:
    """The cases of several batches or windows as one record."""
    columns = [np.concatenate([getattr(part, name) for part in parts]) for name in Cases.__dataclass_fields__]
    return Cases(*columns)


def judge(ranked: Positions, found: Flags) -> Cases:
    """ranked: product positions, one row an account, best first; found: accounts x products that were bought."""
    hits = np.take_along_axis(found, ranked[:, :RANKS], axis=1)
    rank = np.where(hits.any(axis=1), hits.argmax(axis=1) + 1.0, np.inf)
    again = hits[:, 1:2] & (ranked[:, 1:2] == ranked[:, :1])  # the one that is left, where no second one is
    recall = (hits[:, :2].sum(axis=1) - again.sum(axis=1)) / np.maximum(found.sum(axis=1), 1)
    in_two = np.asarray(hits[:, :2].any(axis=1), dtype=np.bool_)
    return Cases(hits[:, 0], in_two, 1 / rank, recall, np.unique(ranked[:, :2]))


def summarise(name: str, cases: Cases, *, catalogue: int) -> Score:
    """The record over all cases; coverage: share of the catalogue that was offered to anybody."""
    accounts = len(cases.hit_2)
    rate = float(cases.hit_2.mean()) if accounts else 0.0
    low, high = interval(int(cases.hit_2.sum()), accounts, confidence=0.95)
    means = [float(values.mean()) if accounts else 0.0 for values in (cases.hit_1, cases.reciprocal, cases.recall_2)]
    coverage = len(np.unique(cases.offered)) / max(catalogue, 1)
    error = standard_error(rate, accounts)
    return Score(name, accounts, means[0], rate, float(low), float(high), error, means[1], means[2], coverage)


def advantage(better: Flags, than: Flags) -> tuple[float, float]:
    """How much higher a hit rate is on the same accounts, and the standard error of that difference (paired)."""
    difference = better.astype(np.float64) - than.astype(np.float64)
    if len(difference) < 2:
        return 0.0, float("inf")
    return float(difference.mean()), float(difference.std(ddof=1) / np.sqrt(len(difference)))
