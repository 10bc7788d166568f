"""Whether the hand-set points have proved themselves on the firm's own past days."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.churn.backtest.quality import area_within
from knowledge.churn.rules import ChurnRules
from knowledge.churn.windows import ChurnWindow


def points_hold(windows: Sequence[ChurnWindow], rules: ChurnRules) -> bool:
    """Whether the points put who left before who stayed, by more than a standard error better than any plain rule.

    Never under churn.losses_to_learn losses, or where as few stayed. Customers of whom little was known count as they
    were scored: what holds with them among the rest needs no floor of coverage.
    """
    told = [window for window in windows if window.lost.any() and not window.lost.all()]
    losses, customers = sum(int(window.lost.sum()) for window in told), sum(len(window.lost) for window in told)
    if min(losses, customers - losses) < rules.losses_to_learn:
        return False
    rules_of_thumb = ([(window.baselines[name], window.lost) for window in told] for name in told[0].baselines)
    plain = max((area_within(scored)[0] for scored in rules_of_thumb), default=0.5)
    area, error = area_within([(np.nan_to_num(window.points), window.lost) for window in told])
    return bool(area > max(plain, 0.5) + error)
