"""The churn score opened: each signal with its figure, baseline and day, and what would change the band."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np

from knowledge.analytics.churn import GROUP_OF, signal_values
from knowledge.analytics.columns import Ints, Measures, Row, days, is_missing, numbers
from knowledge.playbook.churn_rules import ChurnRules
from knowledge.terms import ChurnGroup, ChurnSignal

# The columns in which each signal's figure, its baseline and its day stand; the figure is what a person reads.
_TOLD: dict[ChurnSignal, tuple[str, str | None, str | None]] = {
    ChurnSignal.USE_FALLING: ("use_recent", "use_baseline", "usage_until"),
    ChurnSignal.USERS_LEAVING: ("users_recent", "users_baseline", "usage_until"),
    ChurnSignal.KEY_FEATURE_UNUSED: ("key_feature_unused", None, "usage_until"),
    ChurnSignal.LOW_ADOPTION: ("adoption_share", None, "usage_until"),
    ChurnSignal.BUYING_SLOWED: ("decayed_days", "purchase_days", "last_bought_on"),
    ChurnSignal.SEVERE_TICKET: ("open_severe", None, "severe_since"),
    ChurnSignal.TICKET_REOPENED: ("tickets_reopened", None, "last_inquiry_on"),
    ChurnSignal.SUPPORT_NEGATIVE: ("tickets_unsatisfied", None, "last_inquiry_on"),
    ChurnSignal.INQUIRIES_SILENT: ("inquiries_recent", "inquiries_expected", "last_inquiry_on"),
    ChurnSignal.NPS_LOW: ("nps_fresh", "nps_previous", "nps_on"),
    ChurnSignal.CSAT_LOW: ("csat_fresh", "csat_previous", "csat_on"),
    ChurnSignal.SATISFACTION_DOWN: ("satisfaction_change", None, "nps_on"),
    ChurnSignal.CHAMPION_GONE: ("champions", None, "champion_left_on"),
    ChurnSignal.SILENCE: ("silent_days", None, "last_touch_on"),
    ChurnSignal.RENEWAL_WITHOUT_CONTACT: ("days_to_decide", None, "decide_by"),
    ChurnSignal.PAYMENT_LATE: ("overdue_days", None, None),
    ChurnSignal.SEATS_REDUCED: ("seats", "seats_before", None),
    ChurnSignal.CANCEL_REQUESTED: ("running", None, "cancel_requested_on"),
}


_DAYS = {on for _, _, on in _TOLD.values() if on}


@dataclass(frozen=True, slots=True)
class Signal:
    """One line of the sum. severity: what the points were read from, in the unit of its rule in ``config.yml``.

    points: given, before the group's cap; most: what the rule can give; value, baseline, on: the figure a person
    reads, what it is held against, and the day it stands for; missing parts are None.
    """

    name: ChurnSignal
    group: ChurnGroup
    points: float
    most: float
    severity: float
    value: float | None
    baseline: float | None
    on: date | None


def explain_churn(row: Row, rules: ChurnRules) -> tuple[Signal, ...]:
    """``explain_all`` for the one customer of a row."""
    return explain_all({str(name): _alone(cell) for name, cell in row.items()}, rules)[0]


def explain_all(assessed: Measures, rules: ChurnRules) -> list[tuple[Signal, ...]]:
    """For each customer every signal that gives points, most points first; equal ones in the order of the rules.

    assessed: the columns of ``assess_accounts`` (or of the measures joined with ``score_churn``).
    """
    severities = signal_values(assessed)
    told: list[list[Signal]] = [[] for _ in range(len(severities[ChurnSignal.SILENCE]))]
    for name, severity in severities.items():
        points = numbers(assessed, f"points_{name}")
        places = np.flatnonzero(points > 0)
        if not len(places):
            continue
        value, baseline, on = (_figures(assessed, column, places) for column in _TOLD[name])
        given = zip(points[places].tolist(), severity[places].tolist(), value, baseline, on, strict=True)
        for place, figures in zip(places.tolist(), given, strict=True):
            told[place].append(Signal(name, GROUP_OF[name], figures[0], rules.signals[name].points, *figures[1:]))
    return [tuple(sorted(signals, key=lambda signal: -signal.points)) for signals in told]


def unknown_signals(row: Row) -> tuple[ChurnSignal, ...]:
    """The signals that could not be read for this customer: what the coverage lacks."""
    return tuple(signal for signal in ChurnSignal if is_missing(row[f"points_{signal}"]))


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
