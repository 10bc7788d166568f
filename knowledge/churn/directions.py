"""Whether each signal points the right way in this firm: textbook signals can point the wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import numpy as np

from knowledge.accounts.columns import numbers
from knowledge.churn.backtest.quality import area_error, area_under_curve
from knowledge.churn.windows import ChurnWindow

# Two standard errors: one signal in twenty would seem to point somewhere by chance alone.
_SURE = 2.0


class Direction(StrEnum):
    """AGREES: customers with the signal left more often. AGAINST: less often. UNCLEAR: too few cases to say."""

    AGREES = "agrees"
    AGAINST = "against"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class SignalDirection:
    """One signal held against the losses: auc above one half agrees; known: customers of whom it was known."""

    signal: str
    direction: Direction
    auc: float | None
    auc_error: float | None
    known: int
    losses: int

    def to_dict(self) -> dict[str, object]:
        """Plain values for JSON, four decimals."""
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def check_directions(windows: Sequence[ChurnWindow]) -> tuple[SignalDirection, ...]:
    """Each feature of the windows against who left, in the features' order; where it is known."""
    lost = np.concatenate([window.lost for window in windows])
    found = []
    for name in windows[0].features.columns:
        values = np.concatenate([numbers(window.features, str(name)) for window in windows])
        known = ~np.isnan(values)
        losses, kept = int(lost[known].sum()), int((~lost[known]).sum())
        if not losses or not kept:
            found.append(SignalDirection(str(name), Direction.UNCLEAR, None, None, int(known.sum()), losses))
            continue
        area = area_under_curve(values[known], lost[known])
        error = area_error(0.5, losses, kept)
        found.append(SignalDirection(str(name), _direction(area, error), area, error, int(known.sum()), losses))
    return tuple(found)


def _direction(area: float, error: float) -> Direction:
    if abs(area - 0.5) <= _SURE * error:
        return Direction.UNCLEAR
    return Direction.AGREES if area > 0.5 else Direction.AGAINST
