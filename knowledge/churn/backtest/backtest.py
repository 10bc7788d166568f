"""What the churn scores would have said on past days, and who left: points and learned score against plain rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pandas as pd

from knowledge.accounts.columns import Flags, Floats, Ints
from knowledge.churn.backtest.quality import (
    ScoreQuality,
    area_within,
    calibration_error,
    top_tenth,
)
from knowledge.churn.directions import SignalDirection, check_directions
from knowledge.churn.learning import ChurnModel, learn_churn
from knowledge.churn.lesson import Chances, Learner
from knowledge.churn.rules import ChurnRules
from knowledge.churn.windows import ChurnWindow, Trial, held_out
from knowledge.errors import NotEnoughHistory

POINTS, LEARNED = "points", "learned"


class ChurnVerdict(StrEnum):
    """NOBODY_LOST, EVERYBODY_LOST, NOBODY_THERE: nothing to tell apart on any past day. TOO_FEW: nothing can be said.
    NO_SIGNAL: a plain rule does as well. HOLDS: better than the plain rules."""

    NOBODY_THERE = "nobody_there"
    NOBODY_LOST = "nobody_lost"
    EVERYBODY_LOST = "everybody_lost"
    TOO_FEW = "too_few"
    NO_SIGNAL = "no_signal"
    HOLDS = "holds"
    LEARNED_BETTER = "learned_better"


@dataclass(frozen=True)
class ChurnBacktest:
    """How every score did on customers it had not seen. learner, chances: of the last model, if it learned.

    definition: what counted as lost, one or several; told_by: how many of the losses of all past days each told.
    """

    verdict: ChurnVerdict
    definition: str | None
    windows: int
    horizon_days: int
    customers: int
    losses: int
    learner: Learner | None
    chances: Chances | None
    scores: tuple[ScoreQuality, ...]
    directions: tuple[SignalDirection, ...]
    told_by: Mapping[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {
            "verdict": str(self.verdict),
            "definition": self.definition,
            "told_by": dict(self.told_by),
            "windows": self.windows,
            "horizon_days": self.horizon_days,
            "customers": self.customers,
            "losses": self.losses,
            "learner": str(self.learner) if self.learner else None,
            "chances": str(self.chances) if self.chances else None,
            "scores": [score.to_dict() for score in self.scores],
            "directions": [direction.to_dict() for direction in self.directions],
        }

    def quality(self, name: str) -> ScoreQuality | None:
        """The record of one score: "points", "learned" or a baseline's name."""
        return next((score for score in self.scores if score.name == name), None)


def run_churn_backtest(windows: Sequence[ChurnWindow], rules: ChurnRules) -> ChurnBacktest:
    """Score every window by what was known on its day, and count who left; needs no store and no clock.

    Each window is tried on models learned from windows whose outcome was known by then (with fewer than three windows,
    from the other four fifths of the customers). Baselines are those of the windows. Without a window that holds both
    losses and customers who stayed there are no scores.
    """
    told = [window for window in windows if window.lost.any() and not window.lost.all()]
    if not told:
        return _nothing_to_tell_apart(windows)
    seen = [_see(trial, rules) for trial in held_out(told)]
    tables = [table for tables, _ in seen for table in tables]
    tried = pd.concat([table.assign(trial=number) for number, table in enumerate(tables)], ignore_index=True)
    model = next((model for _, model in reversed(seen) if model), None)
    names = [LEARNED, POINTS, *told[0].baselines] if model else [POINTS, *told[0].baselines]
    scores = tuple(_judge(name, tried) for name in names)
    return ChurnBacktest(
        verdict=_verdict(scores, int(tried["lost"].sum()), rules),
        definition=told[0].definition,
        windows=len(told),
        horizon_days=told[0].horizon_days,
        customers=len(tried),
        losses=int(tried["lost"].sum()),
        learner=model.learner if model else None,
        chances=model.chances if model else None,
        scores=scores,
        directions=check_directions(told),
        told_by=_count_told(windows),
    )


def _nothing_to_tell_apart(windows: Sequence[ChurnWindow]) -> ChurnBacktest:
    customers, losses = sum(len(w.lost) for w in windows), int(sum(w.lost.sum() for w in windows))
    found = ChurnVerdict.EVERYBODY_LOST if losses else ChurnVerdict.NOBODY_LOST
    return ChurnBacktest(
        verdict=found if customers else ChurnVerdict.NOBODY_THERE,
        definition=windows[0].definition if windows else None,
        windows=len(windows),
        horizon_days=windows[0].horizon_days if windows else 0,
        customers=customers,
        losses=losses,
        learner=None,
        chances=None,
        scores=(),
        directions=(),
        told_by=_count_told(windows),
    )


def _count_told(windows: Sequence[ChurnWindow]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for window in windows:
        counts.update(window.told_by)
    return dict(counts)


def _see(trial: Trial, rules: ChurnRules) -> tuple[list[pd.DataFrame], ChurnModel | None]:
    """The trial's customers with every score, its chance and what followed; learned is missing under enough losses."""
    train, tests = trial
    try:
        model = learn_churn(train, rules)
    except NotEnoughHistory:
        return [_table(test, None, None) for test in tests], None
    return [_table(test, model.score(test), model.chance(test)) for test in tests], model


def _table(window: ChurnWindow, learned: Floats | None, chance: Floats | None) -> pd.DataFrame:
    missing = np.full(len(window.lost), np.nan)
    return pd.DataFrame(
        {
            "account_id": window.features.index.to_numpy(),
            "as_of": np.datetime64(window.as_of, "s"),
            "lost": window.lost,
            "days_until_loss": window.days_until_loss,
            POINTS: window.points,
            **window.baselines,
            LEARNED: missing if learned is None else learned,
            "chance": missing if chance is None else chance,
        }
    )


def _judge(name: str, tried: pd.DataFrame) -> ScoreQuality:
    """Areas, errors and tops of one score over all windows; windows that it could not score are left out."""
    rows = tried[tried[LEARNED].notna()] if name == LEARNED else tried
    scores: Floats = np.nan_to_num(rows[name].to_numpy(dtype=np.float64))
    lost: Flags = rows["lost"].to_numpy(dtype=bool)
    losses, kept = int(lost.sum()), int((~lost).sum())
    if not losses or not kept:
        return ScoreQuality(name, len(rows), losses, None, None, None, None, None)
    area, error = area_within([(scores[places], lost[places]) for places in _trials(rows)])
    top = _top_of_each_trial(rows, scores)
    precision = float(lost[top].mean())
    chance = rows["chance"].to_numpy(dtype=np.float64) if name == LEARNED else np.full(len(rows), np.nan)
    stated = ~np.isnan(chance)
    return ScoreQuality(
        name=name,
        customers=len(rows),
        losses=losses,
        auc=area,
        auc_error=error,
        precision_top=precision,
        recall_top=float(lost[top].sum() / losses),
        lift_top=precision / float(lost.mean()),
        brier=float(np.mean((chance[stated] - lost[stated]) ** 2)) if stated.any() else None,
        calibration_error=calibration_error(chance[stated], lost[stated]) if stated.any() else None,
        warning_days=_warning(rows[top & lost]),
    )


def _top_of_each_trial(rows: pd.DataFrame, scores: Floats) -> Flags:
    """The tenth of each day: a firm looks at its list of today, not at all days at once."""
    top = np.zeros(len(rows), dtype=bool)
    for places in _trials(rows):
        top[places[top_tenth(scores[places])]] = True
    return top


def _trials(rows: pd.DataFrame) -> list[Ints]:
    trial = rows["trial"].to_numpy()
    return [np.flatnonzero(trial == number) for number in np.unique(trial)]


def _warning(caught: pd.DataFrame) -> float | None:
    """Median days from the first day a customer was caught to its loss."""
    longest = caught.groupby("account_id")["days_until_loss"].max().dropna()
    return float(longest.median()) if len(longest) else None


def _verdict(scores: Sequence[ScoreQuality], losses: int, rules: ChurnRules) -> ChurnVerdict:
    """Better means by more than one standard error."""
    if losses < rules.losses_to_learn:
        return ChurnVerdict.TOO_FEW
    by_name = {score.name: score for score in scores if score.auc is not None}
    plain = max((score.auc or 0.0 for name, score in by_name.items() if name not in {POINTS, LEARNED}), default=0.5)
    points, learned = by_name.get(POINTS), by_name.get(LEARNED)
    if learned and points and (learned.auc or 0) > max(plain, points.auc or 0) + (learned.auc_error or 0):
        return ChurnVerdict.LEARNED_BETTER
    best = max((score for score in (points, learned) if score), key=lambda score: score.auc or 0, default=None)
    holds = best is not None and (best.auc or 0) > plain + (best.auc_error or 0)
    return ChurnVerdict.HOLDS if holds else ChurnVerdict.NO_SIGNAL
