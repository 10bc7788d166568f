"""Logistic or isotonic: which way of stating chances holds better in the next window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from knowledge.offers.backtest.replay import Offered
from knowledge.offers.calibration import fit_chances, predict
from knowledge.offers.scored import LEAST_CASES

Floats = NDArray[np.float64]
Way = Callable[[Offered, Offered], Floats]
BANDS = 5


def compare_ways(data: str, windows: Sequence[Offered]) -> list[dict[str, object]]:
    """One row a way: log loss, and the mean and greatest gap of its bands, over pairs of consecutive windows."""
    rows: list[dict[str, object]] = []
    for name, way in (("logistic", _logistic), ("isotonic", _isotonic), ("isotonic in steps of 200", _steps)):
        judged = np.array([_judge(way(earlier, later), later.bought) for earlier, later in pairwise(windows)])
        if len(judged):
            loss, mean, worst = judged[:, 0].mean(), judged[:, 1].mean(), judged[:, 2].max()
            rows.append({"data": data, "way": name, "log_loss": loss, "mean_gap": mean, "worst_gap": worst})
    return rows


def _logistic(earlier: Offered, later: Offered) -> Floats:
    return predict(fit_chances(earlier), later.score, later.base_rate, later.active)


def _isotonic(earlier: Offered, later: Offered) -> Floats:
    """Isotonic on what the logistic way says, which brings its three figures onto one scale."""
    steps = IsotonicRegression(out_of_bounds="clip").fit(_logistic(earlier, earlier), earlier.bought)
    return np.asarray(steps.predict(_logistic(earlier, later)))


def _steps(earlier: Offered, later: Offered) -> Floats:
    """The same over means of at least 200 offers, so that no step rests on a handful."""
    said = _logistic(earlier, earlier)
    parts = np.array_split(np.argsort(said, kind="stable"), max(len(said) // LEAST_CASES, 1))
    means = [said[rows].mean() for rows in parts], [earlier.bought[rows].mean() for rows in parts]
    steps = IsotonicRegression(out_of_bounds="clip").fit(*means)
    return np.asarray(steps.predict(_logistic(earlier, later)))


def _judge(stated: Floats, bought: NDArray[np.bool_]) -> tuple[float, float, float]:
    sure = np.clip(stated, 1e-4, 1 - 1e-4)
    loss = -np.mean(np.where(bought, np.log(sure), np.log(1 - sure)))
    parts = np.array_split(np.argsort(stated, kind="stable"), max(min(BANDS, len(stated) // LEAST_CASES), 1))
    gaps = [abs(stated[rows].mean() - bought[rows].mean()) for rows in parts]
    return float(loss), float(np.mean(gaps)), float(max(gaps))
