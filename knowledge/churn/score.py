"""Who may leave, and why: a sum of points that a person can recompute.

Each signal gives points by ``config.yml`` churn.signals: none up to starts_at, all from full_at. The points of a group
add up to its weight at most. score = 100 × sum of the groups ÷ what could have been given by what is known;
coverage = what could have been given ÷ what the firm records at all could give. Bands by churn.at_risk_from and
watch_from; below the coverage floor "unknown", unless the points held on the firm's own past days: that outweighs a
floor, and only who lacks everything others have is unknown then. A requested cancellation is "at risk" by itself: that
is a fact, not a forecast.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.choices import Choices, pick
from knowledge.accounts.columns import Columns, Flags, Floats, Measures, days, numbers, ramp, share
from knowledge.accounts.records import Records
from knowledge.accounts.rhythm import FEWEST_DAYS
from knowledge.churn.rules import ChurnRules
from knowledge.churn.signals import CANCEL_REQUESTED, SIGNALS
from knowledge.terms import ChurnGroup

if TYPE_CHECKING:
    import pandas as pd


class ChurnBand(StrEnum):
    """How near a customer is to leaving. LOST: the contract has ended and nothing was bought since."""

    HEALTHY = "healthy"
    WATCH = "watch"
    AT_RISK = "at_risk"
    LOST = "lost"
    UNKNOWN = "unknown"


class _Held:
    """Measures as a signal reads them."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._running: Flags = numbers(measures, "running") > 0

    def __getitem__(self, name: str) -> Floats:
        return numbers(self._measures, name)

    def either(self, first: str, second: str) -> Floats:
        return np.where(np.isnan(self[first]), self[second], self[first])

    def beside(self, name: str, other: str) -> Floats:
        return np.where(np.isnan(self[other]), np.nan, self[name])

    def with_contract(self, name: str) -> Floats:
        return np.where(self._running, self._known(name), np.nan)

    def without_contract(self, name: str) -> Floats:
        ever = self._running | ~np.isnat(days(self._measures, "contract_since"))
        return np.where(ever, np.nan, self[name])

    def _known(self, name: str) -> Floats:
        return (~np.isnat(days(self._measures, name))).astype(np.float64)


def signal_values(measures: Measures) -> dict[str, Floats]:
    """The severity of each signal in its own unit (see ``config.yml``), higher is worse, missing where not known."""
    held = _Held(measures)
    return {key: signal.severity(held) for key, signal in SIGNALS.items()}


def score_churn(measures: pd.DataFrame, rules: ChurnRules) -> pd.DataFrame:
    """How likely each customer is to leave, with every part of the sum; index as given.

    churn_points: 0 to 100; churn_coverage: 0 to 1; churn_band (before hysteresis: see ``churn_bands``);
    churn_given, churn_givable: the two sums the points are made of; points_<signal>: what each signal gives before the
    group's cap, missing where unknown; group_<group>: what the group gives, missing where nothing of it is known.
    """
    from knowledge.accounts.frames import beside

    return beside(churn_columns(measures, rules), measures)


def churn_columns(measures: Measures, rules: ChurnRules) -> Columns:
    """The columns of ``score_churn``."""
    values = signal_values(measures)
    points = score_signals(values, rules)
    given, givable = _groups(points, rules)
    total, possible = sum_groups(given), sum_groups(givable)
    score = np.divide(100 * total, possible, out=np.full(len(total), np.nan), where=possible > 0)
    coverage = np.nan_to_num(np.minimum(share(possible, numbers(measures, "churn_recordable")), 1.0))
    leaving = np.nan_to_num(values[CANCEL_REQUESTED.key]) > 0
    unknown = ~(coverage >= rules.coverage_floor) & ~((numbers(measures, "churn_proven") > 0) & (coverage > 0))
    return {
        "churn_points": np.round(score, 1),
        "churn_coverage": coverage,
        "churn_band": _bands(score, unknown, leaving, _is_lost(measures), rules),
        "churn_given": total,
        "churn_givable": possible,
        **{f"points_{signal}": points[signal] for signal in SIGNALS},
        **{f"group_{group}": np.where(givable[group] > 0, given[group], np.nan) for group in ChurnGroup},
    }


def recordable_points(measures: Measures, records: Records, rules: ChurnRules) -> Floats:
    """The points that could be given to each customer, were everything known that the firm records: at most 100.

    What nobody records is a property of the firm, and no gap in what is known of one customer; nor is what does not
    apply to them: signals of contracts without one, the rhythm of buying beside one, or where orders show no rhythm.
    """
    running = numbers(measures, "running") > 0
    ever = running | ~np.isnat(days(measures, "contract_since"))
    bought = numbers(measures, "purchase_days")
    in_rhythm = (bought >= FEWEST_DAYS) | records.repeats
    applies = {"contracts": running, "orders": ~ever & in_rhythm}
    most = {group: np.zeros(len(running)) for group in ChurnGroup}
    for key, signal in SIGNALS.items():
        if getattr(records, signal.source):
            most[signal.group] += rules.signals[key].points * applies.get(signal.source, np.ones(len(running)))
    return sum_groups(
        {group: np.minimum(points, float(getattr(rules.weights, group))) for group, points in most.items()}
    )


def score_signals(values: dict[str, Floats], rules: ChurnRules) -> dict[str, Floats]:
    """The points of each signal by its rule, to one decimal as they are shown; missing where its value is."""
    given = {}
    for signal, value in values.items():
        rule = rules.signals[signal]
        given[signal] = np.round(rule.points * ramp(value, rule.starts_at, rule.full_at), 1)
    return given


def sum_groups(groups: dict[ChurnGroup, Floats]) -> Floats:
    """The groups added up, one sum an account."""
    total: Floats = np.sum(list(groups.values()), axis=0)
    return total


def _groups(points: dict[str, Floats], rules: ChurnRules) -> tuple[dict[ChurnGroup, Floats], dict[ChurnGroup, Floats]]:
    """By group, points given and points that what is known could have given, both up to the weight."""
    size = len(next(iter(points.values())))
    given = {group: np.zeros(size) for group in ChurnGroup}
    givable = {group: np.zeros(size) for group in ChurnGroup}
    for signal, value in points.items():
        group = SIGNALS[signal].group
        given[group] += np.nan_to_num(value)
        givable[group] += np.where(np.isnan(value), 0.0, rules.signals[signal].points)
    for group in ChurnGroup:
        np.minimum(given[group], getattr(rules.weights, group), out=given[group])
        np.minimum(givable[group], getattr(rules.weights, group), out=givable[group])
    return given, givable


def _bands(score: Floats, unknown: Flags, leaving: Flags, lost: Flags, rules: ChurnRules) -> Choices:
    chosen = [
        (ChurnBand.LOST, lost),
        (ChurnBand.AT_RISK, leaving),
        (ChurnBand.UNKNOWN, unknown),
        (ChurnBand.AT_RISK, score >= rules.at_risk_from),
        (ChurnBand.WATCH, score >= rules.watch_from),
    ]
    return pick(ChurnBand, chosen, ChurnBand.HEALTHY)


def _is_lost(measures: Measures) -> Flags:
    """A contract ended, none runs, and nothing was bought after it."""
    ended, bought = days(measures, "ended_on"), days(measures, "last_bought_on")
    return ~np.isnat(ended) & ~(bought > ended)
