"""Learning from the firm's own losses: better order and honest percentages, as soon as there are enough of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.accounts.columns import Flags, Floats
from knowledge.churn.backtest.quality import area_within, calibration_error
from knowledge.churn.lesson import Chances, Learner
from knowledge.churn.rules import ChurnRules
from knowledge.churn.windows import ChurnWindow, Trial, can_teach, held_out
from knowledge.errors import NotEnoughHistory
from knowledge.kernel.threads import one_thread

# Another score must order pairs better by this much before it replaces a simpler one.
_WORTH_CHANGING = 0.005
# Losses under which boosted trees were behind the regression at every count tried (Telco, 10 to 320 losses).
_TREES_FROM = 200
# A stated chance may miss what follows by five points on average. Shares lost on past days may differ by twice that,
# but only by as much where two days are all there is to judge the next by: tried on 17 series of days, two that lay
# farther apart missed the third by 4 to 12 points.
_HONEST = 0.05
_FEW_WINDOWS = 3


@dataclass(frozen=True)
class ChurnModel:
    """A score learned from losses. held_out: how well each learner ordered customers it had not seen (AUC)."""

    learner: Learner
    losses: int
    customers: int
    held_out: dict[Learner, float]
    chances: Chances
    _estimator: Any
    _calibration: Any

    def score(self, window: ChurnWindow) -> Floats:
        """Higher is likelier to leave; an order only, not a chance."""
        return _score(self._estimator, window)

    def chance(self, window: ChurnWindow) -> Floats:
        """The share of such customers that left, 0 to 1; missing for all unless chances hold."""
        if self.chances is not Chances.HOLD:
            return np.full(len(window.points), np.nan)
        return _probability(self._calibration, self.score(window)[:, None])


def learn_churn(windows: Sequence[ChurnWindow], rules: ChurnRules) -> ChurnModel:
    """The best of points, logistic regression and boosted trees on customers held out, from past windows.

    Trees or regression are used only where they order held-out customers better than what is simpler. Chances are
    calibrated (Platt 1999) on the held-out scores. Held out are the later windows, each scored by those whose outcome
    was known by then, or with fewer than three windows every fifth customer in turn.
    Raises NotEnoughHistory under churn.losses_to_learn losses, or where as few stayed.
    """
    losses = int(sum(window.lost.sum() for window in windows))
    customers = sum(len(window.lost) for window in windows)
    if min(losses, customers - losses) < rules.losses_to_learn:
        raise NotEnoughHistory(
            "churn learned from losses", found=min(losses, customers - losses), needed=rules.losses_to_learn
        )
    trials = held_out(windows)
    scored = {learner: _held_out_scores(learner, trials) for learner in Learner}
    areas = {learner: area_within(found)[0] for learner, found in scored.items()}
    chosen = _choose(areas)
    chances = _judge_chances(windows, scored[chosen], losses, rules)
    calibration = _calibrate(scored[chosen]) if chances is Chances.HOLD else None
    return ChurnModel(chosen, losses, customers, areas, chances, _fit(chosen, windows), calibration)


def _judge_chances(
    windows: Sequence[ChurnWindow], scored: Sequence[tuple[Floats, Flags]], losses: int, rules: ChurnRules
) -> Chances:
    """One past day cannot show whether the next is like it; a cross-section without days (horizon 0) has no next."""
    if losses < rules.losses_to_calibrate:
        return Chances.TOO_FEW_LOSSES
    if len(windows) < 2 and windows[0].horizon_days:
        return Chances.TOO_FEW_WINDOWS
    shares = [float(window.lost.mean()) for window in windows]
    if max(shares) - min(shares) > (_HONEST if len(windows) < _FEW_WINDOWS else 2 * _HONEST):
        return Chances.DISAGREE
    if not all(_has_both(_but(scored, place)) for place in range(len(scored))):
        return Chances.TOO_FEW_WINDOWS
    stated = np.concatenate([_stated(scored, place) for place in range(len(scored))])
    followed = np.concatenate([lost for _, lost in scored])
    return Chances.HOLD if calibration_error(stated, followed) <= _HONEST else Chances.DISAGREE


def _stated(scored: Sequence[tuple[Floats, Flags]], place: int) -> Floats:
    """The chances of one trial's customers when calibrated on the other trials."""
    return _probability(_calibrate(_but(scored, place)), scored[place][0][:, None])


def _but(scored: Sequence[tuple[Floats, Flags]], place: int) -> list[tuple[Floats, Flags]]:
    """The other trials, or the one there is."""
    return [pair for other, pair in enumerate(scored) if other != place] or list(scored)


def _has_both(scored: Sequence[tuple[Floats, Flags]]) -> bool:
    """Whether somebody left and somebody stayed: without both nothing can be calibrated."""
    lost = np.concatenate([lost for _, lost in scored])
    return bool(lost.any() and not lost.all())


def _calibrate(scored: Sequence[tuple[Floats, Flags]]) -> Any:
    scores, lost = (np.concatenate(parts) for parts in zip(*scored, strict=True))
    return _fit_logistic(scores[:, None], lost)


def _choose(areas: dict[Learner, float]) -> Learner:
    best = Learner.POINTS
    for learner in (Learner.LOGISTIC, Learner.TREES):
        if areas[learner] > areas[best] + _WORTH_CHANGING:
            best = learner
    return best


def _held_out_scores(learner: Learner, trials: Sequence[Trial]) -> list[tuple[Floats, Flags]]:
    """Scores and losses, trial by trial."""
    found = []
    for train, tests in trials:
        estimator = _fit(learner, train)
        scores = np.concatenate([_score(estimator, test) for test in tests])
        found.append((scores, np.concatenate([test.lost for test in tests])))
    return found


def _fit(learner: Learner, windows: Sequence[ChurnWindow]) -> Any:
    if learner is Learner.POINTS or not can_teach(windows):
        return None
    inputs = np.concatenate([_inputs(window) for window in windows])
    lost = np.concatenate([window.lost for window in windows])
    if learner is Learner.LOGISTIC or lost.sum() < _TREES_FROM:
        with one_thread():
            return _fit_logistic(inputs, lost)
    from sklearn.ensemble import HistGradientBoostingClassifier

    # Shallow and slow: few losses are the rule, and a deep tree would learn them by heart.
    trees = HistGradientBoostingClassifier(
        max_leaf_nodes=8, learning_rate=0.05, max_iter=120, min_samples_leaf=20, l2_regularization=1.0, random_state=0
    )
    known = np.flatnonzero(~np.isnan(inputs).all(axis=0))  # what the firm does not record; the trees cannot bear it
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline

    with one_thread():
        return make_pipeline(ColumnTransformer([("known", "passthrough", known)]), trees).fit(inputs, lost)


def _fit_logistic(inputs: Floats, lost: Flags) -> Any:
    """Missing values stand at the mean and carry a flag of their own: that something is missing may itself tell."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    filled = SimpleImputer(add_indicator=True, keep_empty_features=True)
    return make_pipeline(filled, StandardScaler(), LogisticRegression(max_iter=1000)).fit(inputs, lost)


def _inputs(window: ChurnWindow) -> Floats:
    """The features with the points as one more."""
    return np.column_stack([window.features.to_numpy(dtype=np.float64, na_value=np.nan), window.points])


def _score(estimator: Any, window: ChurnWindow) -> Floats:
    """The log odds, or the points where nothing was learned."""
    if estimator is None or not len(window.points):
        return np.nan_to_num(window.points)
    chance = np.clip(_probability(estimator, _inputs(window)), 1e-9, 1 - 1e-9)
    odds: Floats = np.log(chance / (1 - chance))
    return odds.round(9)  # alone as among others, whose sums end otherwise


def _probability(estimator: Any, inputs: Floats) -> Floats:
    chance: Floats = estimator.predict_proba(inputs)[:, 1]
    return chance
