"""Stated chances: a percentage is shown only where two windows agree that such percentages came true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.offers.scored import LEAST_CASES

Floats = NDArray[np.float64]
Weights = tuple[float, float, float, float]

TOLERANCE = 0.03  # three points between stated and observed
BANDS = 5
STEPS = 50  # Newton steps at most; ten are usual


class Outcomes(Protocol):
    """Offers of one past window: score, the product's base rate, how lively the account buys, and if it was bought."""

    @property
    def score(self) -> NDArray[np.float32]: ...
    @property
    def base_rate(self) -> Floats: ...
    @property
    def active(self) -> Floats: ...
    @property
    def bought(self) -> NDArray[np.bool_]: ...


@dataclass(frozen=True)
class Band:
    """Offers whose stated chance lay between low and high: how many, what was stated, what followed, both 0 to 1."""

    window: int
    low: float
    high: float
    cases: int
    stated: float
    observed: float
    holds: bool


@dataclass(frozen=True)
class Reliability:
    """The reliability table, the weights for now, and whether a chance may be shown at all.

    weights: intercept, score, log-odds of the base rate, activity; None where no earlier window could teach them.
    Otherwise show counts and the last quarter's real take-up (bought of offered).
    """

    bands: tuple[Band, ...]
    weights: Weights | None
    stated: bool
    last_offered: int
    last_bought: int

    def expect(self, score: NDArray[np.floating], base_rate: Floats, active: Floats) -> Floats:
        """The take-up to expect, 0 to 1, for ranking: where it may be told is another question (see may_state)."""
        if self.weights is None:
            return np.clip(score.astype(np.float64), 0.0, 1.0)
        return predict(self.weights, score, base_rate, active)

    def may_state(self, chance: Floats) -> NDArray[np.bool_]:
        """Where a chance may be shown: stated chances held, and it lies in the range that was held."""
        if self.weights is None or not self.stated:
            return np.zeros(len(chance), dtype=bool)
        low, high = min(band.low for band in self.bands), max(band.high for band in self.bands)
        return np.asarray((chance >= low) & (chance <= high))

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


def check_chances(windows: Sequence[Outcomes]) -> Reliability:
    """Learn chances on each window, hold them against the next, oldest first; the last two checks must both hold."""
    checks = [_check(place, fit_chances(earlier), later) for place, (earlier, later) in enumerate(pairwise(windows))]
    last = checks[-2:]
    held = [all(band.holds for band in bands) and bool(bands) for bands in last]
    return Reliability(
        tuple(band for bands in last for band in bands),
        fit_chances(windows[-1]) if windows else None,
        len(held) == 2 and all(held),
        len(windows[-1].bought) if windows else 0,
        int(windows[-1].bought.sum()) if windows else 0,
    )


def fit_chances(offers: Outcomes) -> Weights:
    """Logistic regression of bought on score, base rate and activity, with a light ridge: it always has an answer.

    Logistic rather than isotonic by measurement (docs/evidence.md): isotonic steps rest on few cases at the ends.
    """
    design = _design(offers.score, offers.base_rate, offers.active)
    weights = np.zeros(design.shape[1])
    ridge = np.diag([1e-6, *np.ones(len(weights) - 1)])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (offers.bought - chance) - ridge @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[0]), float(weights[1]), float(weights[2]), float(weights[3])


def predict(weights: Weights, score: NDArray[np.floating], base_rate: Floats, active: Floats) -> Floats:
    """Chances from 0 to 1 for scores, base rates and activities."""
    return np.asarray(1 / (1 + np.exp(-_design(score, base_rate, active) @ np.array(weights))))


def _design(score: NDArray[np.floating], base_rate: Floats, active: Floats) -> Floats:
    rate = np.clip(base_rate, 0.001, 0.999)
    return np.column_stack([np.ones(len(rate)), score.astype(np.float64), np.log(rate / (1 - rate)), active])


def _check(window: int, weights: Weights, later: Outcomes) -> list[Band]:
    """Bands of equal numbers of offers, as many as leave each enough cases."""
    stated = predict(weights, later.score, later.base_rate, later.active)
    order = np.argsort(stated, kind="stable")
    pieces = min(BANDS, len(order) // LEAST_CASES)
    return [_band(window, stated[rows], later.bought[rows]) for rows in np.array_split(order, max(pieces, 1)) if pieces]


def _band(window: int, stated: Floats, bought: NDArray[np.bool_]) -> Band:
    said, followed = float(stated.mean()), float(bought.mean())
    holds = abs(said - followed) <= TOLERANCE
    return Band(window, float(stated.min()), float(stated.max()), len(stated), said, followed, holds)
