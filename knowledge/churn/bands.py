"""Bands that do not flap, and what would change one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.columns import numbers
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand

if TYPE_CHECKING:
    import pandas as pd

_SEVERITY = {ChurnBand.HEALTHY: 0, ChurnBand.WATCH: 1, ChurnBand.AT_RISK: 2}


@dataclass(frozen=True)
class BandEdges:
    """How many points more make the band worse, and how many fewer make it better; None where there is no such band."""

    worse: ChurnBand | None
    points_to_worse: float | None
    better: ChurnBand | None
    points_to_better: float | None


def next_band(previous: ChurnBand | None, current: ChurnBand, points: float, rules: ChurnRules) -> ChurnBand:
    """The band to tell, given the one told last: worse at once, better only a margin below its start.

    current: the band of ``score_churn``. Without a previous one, or where either is unknown or lost, current holds.

    >>> next_band(ChurnBand.AT_RISK, ChurnBand.WATCH, 57.0, ChurnRules()).value
    'at_risk'
    >>> next_band(ChurnBand.AT_RISK, ChurnBand.WATCH, 54.0, ChurnRules()).value
    'watch'
    """
    if previous not in _SEVERITY or current not in _SEVERITY or _SEVERITY[current] >= _SEVERITY[previous]:
        return current
    for band in (ChurnBand.AT_RISK, ChurnBand.WATCH):
        held = _SEVERITY[band] <= _SEVERITY[previous] and points >= _start(band, rules) - rules.hysteresis_points
        if held:
            return band
    return ChurnBand.HEALTHY


def next_bands(scores: pd.DataFrame, previous: pd.Series[str], rules: ChurnRules) -> pd.Series[str]:
    """``next_band`` for many; previous: band by account_id, accounts may lack. Index and name as churn_band."""
    import pandas as pd

    from knowledge.accounts.frames import categories

    told = scores["churn_band"].astype(object).to_numpy(copy=True)
    before = previous.reindex(scores.index).to_numpy(dtype=object)
    points = numbers(scores, "churn_points")
    severity = {str(band): level for band, level in _SEVERITY.items()}
    now, then = (np.array([severity.get(band, -1) for band in bands]) for bands in (told, before))
    for place in np.flatnonzero((now >= 0) & (now < then)):  # only a better band may have to wait
        told[place] = next_band(ChurnBand(before[place]), ChurnBand(told[place]), points[place], rules)
    return pd.Series(told, index=scores.index, name="churn_band", dtype=categories(ChurnBand))


def points_to_flip(band: ChurnBand, points: float, rules: ChurnRules) -> BandEdges:
    """What would change the band: points up to the next start, and down to the margin below its own."""
    if band not in _SEVERITY:
        return BandEdges(None, None, None, None)
    order = list(_SEVERITY)
    place = order.index(band)
    worse = order[place + 1] if place < 2 else None
    better = order[place - 1] if place else None
    return BandEdges(
        worse=worse,
        points_to_worse=max(_start(worse, rules) - points, 0.0) if worse else None,
        better=better,
        points_to_better=max(points - (_start(band, rules) - rules.hysteresis_points), 0.0) if better else None,
    )


def _start(band: ChurnBand, rules: ChurnRules) -> float:
    return float(rules.at_risk_from if band is ChurnBand.AT_RISK else rules.watch_from)
