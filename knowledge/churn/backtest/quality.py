"""How good a churn score was, once it is known who left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from knowledge.accounts.columns import Flags, Floats

_BINS = 10


@dataclass(frozen=True)
class ScoreQuality:
    """One score's record. Shares are 0 to 1; what cannot be told is None.

    auc: the chance that of two customers, one lost and one kept, the lost one was scored higher; auc_error: its
    standard error; precision_top: share of losses in the tenth scored highest; recall_top: share of all losses found
    there; lift_top: precision_top / share of losses among all; brier: mean squared error of the stated chance;
    calibration_error: mean distance between stated and observed in ten equal bins (ECE); warning_days: median days from
    the first time a lost customer stood in the top tenth to its loss.
    """

    name: str
    customers: int
    losses: int
    auc: float | None
    auc_error: float | None
    precision_top: float | None
    recall_top: float | None
    lift_top: float | None
    brier: float | None = None
    calibration_error: float | None = None
    warning_days: float | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain values for JSON, four decimals."""
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def area_under_curve(scores: Floats, lost: Flags) -> float:
    """AUC: ties count half; NaN where all or none were lost.

    >>> area_under_curve(np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, False]))
    0.875
    """
    from scipy.stats import rankdata

    losses, kept = int(lost.sum()), int((~lost).sum())
    if not losses or not kept:
        return float("nan")
    ranks = rankdata(scores)
    return float((ranks[lost].sum() - losses * (losses + 1) / 2) / (losses * kept))


def area_error(area: float, losses: int, kept: int) -> float:
    """Standard error of an AUC (Hanley and McNeil 1982)."""
    one, both = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (losses - 1) * (one - area**2) + (kept - 1) * (both - area**2)
    return float(np.sqrt(max(spread, 0.0) / (losses * kept)))


def area_within(groups: Sequence[tuple[Floats, Flags]]) -> tuple[float, float]:
    """AUC and its error inside each group, weighted by losses: scores of two models or days have no common scale."""
    total, variance, weight = 0.0, 0.0, 0
    for scores, lost in groups:
        losses, kept = int(lost.sum()), int((~lost).sum())
        if losses and kept:
            area = area_under_curve(scores, lost)
            total, weight = total + losses * area, weight + losses
            variance += (losses * area_error(area, losses, kept)) ** 2
    return (total / weight, variance**0.5 / weight) if weight else (float("nan"), float("nan"))


def top_tenth(scores: Floats) -> Flags:
    """The tenth scored highest, at least one customer; of equal scores the earlier row, so that it is a tenth."""
    chosen = np.zeros(len(scores), dtype=bool)
    chosen[np.argsort(-scores, kind="stable")[: max(len(scores) // 10, 1)]] = True
    return chosen


def calibration_error(chance: Floats, lost: Flags) -> float:
    """ECE over ten bins of equal size: how far stated chances stood from what followed, on average."""
    parts = [part for part in np.array_split(np.argsort(chance, kind="stable"), _BINS) if len(part)]
    return float(sum(len(part) * abs(chance[part].mean() - lost[part].mean()) for part in parts) / len(chance))
