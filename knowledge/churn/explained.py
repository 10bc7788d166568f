"""The churn score opened: each signal with its figure, baseline and day, and what would change the band."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np

from knowledge.accounts.columns import Flags, Floats, Ints, Measures, Row, days, is_missing, numbers
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import signal_values
from knowledge.churn.signal import Signal
from knowledge.churn.signals import BUYING_SLOWED, SIGNALS
from knowledge.terms import ChurnGroup

_DAYS = {signal.day for signal in SIGNALS.values() if signal.day}


@dataclass(frozen=True, slots=True)
class RaisedSignal:
    """One line of the sum. severity: what the points were read from, in the unit of its rule in ``config.yml``.

    points: given, before the group's cap; most: what the rule can give; value, baseline, on: the figure a person
    reads, what it is held against, and the day it stands for; product_id: what it is about, where it is not about all
    that they have; period: days that a row behind it covers; missing parts are None.
    """

    name: str
    group: ChurnGroup
    points: float
    most: float
    severity: float
    value: float | None
    baseline: float | None
    on: date | None
    product_id: float | None = None
    period: float | None = None


def explain_churn(row: Row, rules: ChurnRules) -> tuple[RaisedSignal, ...]:
    """``explain_all`` for the one customer of a row."""
    return explain_all({str(name): _alone(cell) for name, cell in row.items()}, rules)[0]


def explain_all(assessed: Measures, rules: ChurnRules) -> list[tuple[RaisedSignal, ...]]:
    """For each customer every signal that gives points or is an alarm by itself, most points first.

    Equal ones stand in the order of the rules.

    assessed: the columns of ``assess_accounts`` (or of the measures joined with ``score_churn``).
    """
    severities = signal_values(assessed)
    told: list[list[RaisedSignal]] = [[] for _ in range(len(next(iter(severities.values()))))]
    for key, severity in severities.items():
        signal, points = SIGNALS[key], numbers(assessed, f"points_{key}")
        places = np.flatnonzero((points > 0) | _is_alarm(assessed, signal, points))
        if not len(places):
            continue
        columns = (signal.figure, signal.baseline, signal.day, signal.product, signal.period)
        parts = (_figures(assessed, column, places) for column in columns)
        given = zip(points[places].tolist(), severity[places].tolist(), *parts, strict=True)
        for place, figures in zip(places.tolist(), given, strict=True):
            told[place].append(RaisedSignal(key, signal.group, figures[0], rules.signals[key].points, *figures[1:]))
    return [tuple(sorted(signals, key=lambda signal: -signal.points)) for signals in told]


def _is_alarm(assessed: Measures, signal: Signal, points: Floats) -> Flags:
    """Silence that alone makes them one to watch is the reason for it, few points as it may give yet."""
    if signal is BUYING_SLOWED and "alarm_silent" in assessed:
        return np.asarray(assessed["alarm_silent"], dtype=bool) & ~np.isnan(points)
    return np.zeros(len(points), dtype=bool)


def unknown_signals(row: Row) -> tuple[str, ...]:
    """The signals that could not be read for this customer: what the coverage lacks."""
    return tuple(signal for signal in SIGNALS if is_missing(row[f"points_{signal}"]))


def _figures(assessed: Measures, column: str | None, places: Ints) -> list[Any]:
    """One column of some customers as plain figures or days; None where missing or where there is no such column."""
    if column is None:
        return [None] * len(places)
    if column in _DAYS:
        return cast("list[date | None]", days(assessed, column)[places].tolist())
    return [None if is_missing(value) else value for value in numbers(assessed, column)[places].tolist()]


def _alone(cell: Any) -> Any:
    """A column of this one cell."""
    return np.array([cell], dtype=None if isinstance(cell, np.generic) else object)
