"""What was learned from the firm's losses, applied to the customers of one day: their order, and honest chances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from knowledge.accounts.columns import Floats
from knowledge.churn.directions import Direction, check_directions
from knowledge.churn.learning import ChurnModel, learn_churn
from knowledge.churn.lesson import ChurnLesson, Learner
from knowledge.churn.proven import points_hold
from knowledge.churn.rules import ChurnRules
from knowledge.churn.windows import ChurnWindow, today_window
from knowledge.errors import NotEnoughHistory


@dataclass(frozen=True)
class LearnedOrder:
    """Tells customers of one day by what was learned; ``seen``: scores of those it compares them with, ascending;
    ``points_hold``: as in ``ChurnLesson``."""

    model: ChurnModel | None
    horizon_days: int
    seen: Floats
    points_hold: bool = False

    def tell(self, assessed: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
        """learned and chance of each row of ``assess_accounts``, index account_id.

        learned: share of customers who look less like those who left, 0 to 1, only where what was learned orders
        customers held out better than the points; chance: share of such customers who left within the horizon, 0 to 1,
        only where stated chances held. Missing otherwise.
        """
        return self.tell_window(today_window(assessed, as_of=as_of, horizon_days=self.horizon_days))

    def tell_window(self, today: ChurnWindow) -> pd.DataFrame:
        """The same from a window."""
        told = pd.DataFrame({"learned": np.nan, "chance": np.nan}, index=today.features.index)
        if self.model is None or not len(told):
            return told
        if self.model.learner is not Learner.POINTS:
            told["learned"] = np.searchsorted(self.seen, self.model.score(today)) / max(len(self.seen), 1)
        told["chance"] = self.model.chance(today)
        return told


def learn_lesson(
    windows: Sequence[ChurnWindow], today: ChurnWindow, rules: ChurnRules
) -> tuple[ChurnLesson, LearnedOrder]:
    """What past windows teach, and the order by it; today: customers, all or a fair sample, to compare others with."""
    losses = int(sum(window.lost.sum() for window in windows))
    facts: dict[str, Any] = {
        "losses": losses,
        "customers": sum(len(window.lost) for window in windows),
        "windows": len(windows),
        "horizon_days": today.horizon_days,
        "definition": str(windows[0].definition or "") if windows else "",
        "against": _against(windows) if losses else (),
        "points_hold": points_hold(windows, rules),
    }
    nothing: dict[str, Any] = dict.fromkeys(("learner", "chances", "auc", "auc_points"))
    try:
        model = learn_churn(windows, rules)
    except NotEnoughHistory:
        lesson = ChurnLesson(**facts, **nothing)
        return lesson, LearnedOrder(None, today.horizon_days, np.empty(0), lesson.points_hold)
    areas: dict[str, Any] = {"auc": _known(model, model.learner), "auc_points": _known(model, Learner.POINTS)}
    lesson = ChurnLesson(**facts, learner=model.learner, chances=model.chances, **areas)
    return lesson, LearnedOrder(model, today.horizon_days, np.sort(model.score(today)), lesson.points_hold)


def _known(model: ChurnModel, learner: Learner) -> float | None:
    area = model.held_out[learner]
    return None if np.isnan(area) else area


def _against(windows: Sequence[ChurnWindow]) -> tuple[str, ...]:
    """The signals whose points went with less churn, by name."""
    found = check_directions(windows)
    names = [each.signal for each in found if each.direction is Direction.AGAINST]
    return tuple(name.removeprefix("points_") for name in names if name.startswith("points_"))
