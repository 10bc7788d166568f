"""How far a share can be trusted: the one place for intervals and errors of counted shares."""

from __future__ import annotations

from statistics import NormalDist
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@overload
def lower_bound(successes: int, trials: int, *, confidence: float = 0.9) -> float: ...
@overload
def lower_bound(successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.9) -> Floats: ...
def lower_bound(successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.9) -> float | Floats:
    """What to rank a share on, so that 3 of 4 counts for less than 12 of 20.

    Lower end of the two-sided Wilson score interval (Wilson 1927), between 0 and 1; no trials give 0.

    >>> round(lower_bound(3, 4), 3), round(lower_bound(12, 20), 3)
    (0.356, 0.419)
    """
    low, _ = interval(successes, trials, confidence=confidence)
    return float(low) if low.ndim == 0 else low


def interval(successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.9) -> tuple[Floats, Floats]:
    """The range in which the true share lies with the given confidence (Wilson score interval, 0 to 1).

    No trials give (0, 1): nothing is known. Raises ValueError when successes are negative or exceed the trials.
    """
    won, tried = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    if np.any(won < 0) or np.any(won > tried):
        raise ValueError("successes must lie between 0 and the number of trials")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    sure = np.maximum(tried, 1.0)
    share = won / sure
    centre = share + z * z / (2 * sure)
    spread = z * np.sqrt(share * (1 - share) / sure + z * z / (4 * sure * sure))
    scale = 1 + z * z / sure
    low = np.where(tried > 0, np.clip((centre - spread) / scale, 0.0, share), 0.0)
    high = np.where(tried > 0, np.clip((centre + spread) / scale, share, 1.0), 1.0)
    return low, high


def standard_error(share: float, trials: int) -> float:
    """How much a share would wobble in another sample of the same size: sqrt(p(1-p)/n), in units of the share."""
    return float(np.sqrt(share * (1 - share) / trials)) if trials else float("inf")
