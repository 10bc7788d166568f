"""Past days to learn from and to be tried on, kept apart so that neither knows the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from knowledge.accounts.columns import Flags, Floats, Ints, as_day, days, days_between, numbers
from knowledge.churn.labels import Losses
from knowledge.churn.signals import SIGNALS

_FOLDS = 5
# Days that stand for "never" in a baseline: farther than any.
_NEVER = 10_000.0
_YEAR = 365.25
# How they buy, and what stands where they never bought: recency, purchase days, money, rhythm.
_BUYING = {
    "days_since_purchase": 10 * _YEAR,
    "purchase_days": 0.0,
    "decayed_days": 0.0,
    "spent_minor": 0.0,
    "buying_slowed": 0.0,
}


@dataclass(frozen=True)
class ChurnWindow:
    """One past day: what was known of each customer then, and who was lost within the horizon after it.

    features: index account_id, numeric columns, NaN where missing (for the store's customers those of
    ``churn_features``); points: the hand-set score, higher is worse; days_until_loss: missing where not lost or
    unknown; baselines: other scores to hold it against, by name, higher is worse; definition: what counted as lost,
    None where the data came labelled; told_by: how many losses each of several definitions told.
    """

    as_of: date
    horizon_days: int
    features: pd.DataFrame
    points: Floats
    lost: Flags
    days_until_loss: Floats
    baselines: dict[str, Floats]
    definition: str | None = None
    told_by: Mapping[str, int] = field(default_factory=dict)

    def only(self, rows: Ints) -> ChurnWindow:
        """The same day with some of the customers, by position."""
        return ChurnWindow(
            self.as_of,
            self.horizon_days,
            self.features.iloc[rows],
            self.points[rows],
            self.lost[rows],
            self.days_until_loss[rows],
            {name: score[rows] for name, score in self.baselines.items()},
            self.definition,
        )


Trial = tuple[list[ChurnWindow], list[ChurnWindow]]
"""What to learn from, and what to try it on."""


def held_out(windows: Sequence[ChurnWindow]) -> list[Trial]:
    """Later windows after those whose outcome was known by then; with fewer than three windows, fifths of customers."""
    ordered = sorted(windows, key=lambda window: window.as_of)
    trials = [([past for past in ordered if _was_known(past, now)], [now]) for now in ordered]
    taught = [(past, now) for past, now in trials if past and can_teach(past)]
    if len(ordered) >= 3 and taught:
        return taught
    salt = sum(len(window.lost) for window in ordered)
    folds = [[_split(window, fold, salt) for window in ordered] for fold in range(_FOLDS)]
    trials = [([train for train, _ in parts], [test for _, test in parts]) for parts in folds]
    return [(train, tests) for train, tests in trials if any(len(test.lost) for test in tests)]


def _was_known(past: ChurnWindow, now: ChurnWindow) -> bool:
    return past.as_of + timedelta(days=past.horizon_days) <= now.as_of


def _split(window: ChurnWindow, fold: int, salt: int) -> tuple[ChurnWindow, ChurnWindow]:
    """Customers fall into folds by their id, so that one customer is never on both sides.

    salt: folds inside a fold must not fall like the outer ones.
    """
    ids = window.features.index.to_numpy(dtype=np.int64).astype(np.uint64)
    mixed = ((ids + np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)
    held = (mixed % np.uint64(_FOLDS)) == fold
    return window.only(np.flatnonzero(~held)), window.only(np.flatnonzero(held))


def can_teach(windows: Sequence[ChurnWindow]) -> bool:
    lost = np.concatenate([window.lost for window in windows])
    return bool(lost.any() and not lost.all())


def make_window(assessed: pd.DataFrame, losses: Losses) -> ChurnWindow:
    """The window of one past day from what ``assess_accounts`` says as of it, and who was lost after it.

    Only customers in both count. Baselines: "renewal date only": the nearer the yearly return of the first contract's
    day the worse, for the renewal date itself is often overwritten when a contract ends; "recency only": days since the
    last use, purchase or touch, never is longest.
    """
    rows = pd.Index(losses.account_id).isin(assessed.index)
    known = assessed.loc[losses.account_id[rows]]
    features = churn_features(known, as_of=losses.as_of)
    seen = np.fmax(np.fmax(days(known, "last_used_on"), days(known, "last_bought_on")), days(known, "last_touch_on"))
    return ChurnWindow(
        losses.as_of,
        losses.horizon_days,
        features,
        numbers(known, "churn_points"),
        losses.lost[rows],
        losses.days_until_loss[rows],
        {
            "renewal date only": np.nan_to_num(numbers(features, "contract_day_of_year")),
            "recency only": np.nan_to_num(days_between(seen, as_day(losses.as_of)), nan=_NEVER),
        },
        losses.definition,
        losses.told_by,
    )


def today_window(assessed: pd.DataFrame, *, as_of: date, horizon_days: int) -> ChurnWindow:
    """Today's customers for ``ChurnModel.score`` and ``chance``; nobody is lost yet."""
    nobody = np.zeros(len(assessed), dtype=bool)
    unknown = np.full(len(assessed), np.nan)
    points = numbers(assessed, "churn_points")
    return ChurnWindow(as_of, horizon_days, churn_features(assessed, as_of=as_of), points, nobody, unknown, {})


def churn_features(assessed: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """What is learned from: the points of each signal, and contract_day_of_year: days since the yearly return of the
    first contract's day (0 to 365), for contracts end when they are due. Index as given, missing stays missing.

    Beside them how they buy: log(1 + x) of the days since the last purchase (ten years without any), of the days on
    which they bought, these decayed, the money spent, and how far they are behind their own rhythm.

    A signal read from a date that an end of the contract erases stays out: that it is missing would tell who left.
    """
    signals = [f"points_{key}" for key, signal in SIGNALS.items() if not signal.overwritten]
    age = days_between(days(assessed, "contract_since"), as_day(as_of))
    features = assessed[signals].assign(contract_day_of_year=age % _YEAR)
    for name, unknown in _BUYING.items():
        features[f"log_{name}"] = np.log1p(np.maximum(np.nan_to_num(numbers(assessed, name), nan=unknown), 0))
    return features
