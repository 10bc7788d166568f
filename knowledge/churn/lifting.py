"""What would bring a customer back: the fewest signals whose end makes the band better."""

from __future__ import annotations

from knowledge.accounts.columns import Row, is_missing
from knowledge.churn.bands import points_to_flip
from knowledge.churn.explained import RaisedSignal, explain_churn
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand
from knowledge.churn.signals import CANCEL_REQUESTED, SIGNALS
from knowledge.terms import ChurnGroup


def points_without(row: Row, ended: frozenset[str], rules: ChurnRules) -> float:
    """The churn points (0 to 100) this customer would have, were these signals known to be over.

    row: one of ``assess_accounts``. 100 × Σ min(weight, points of the group) ÷ churn_givable, one decimal.
    """
    groups = dict.fromkeys(ChurnGroup, 0.0)
    for key, signal in SIGNALS.items():
        points = row[f"points_{key}"]
        if key not in ended and not is_missing(points):
            groups[signal.group] += float(points)
    given = sum(min(points, float(getattr(rules.weights, group))) for group, points in groups.items())
    return round(100 * given / float(row["churn_givable"]), 1)


def signals_to_lift(row: Row, rules: ChurnRules) -> tuple[RaisedSignal, ...]:
    """The fewest signals, those with most points first, whose end makes the band better; empty where it cannot be."""
    band, points = ChurnBand(str(row["churn_band"])), float(row["churn_points"])
    edges = points_to_flip(band, points, rules)
    if edges.points_to_better is None:
        return ()
    signals = explain_churn(row, rules)
    ended = [signal for signal in signals if signal.name == CANCEL_REQUESTED.key]
    for signal in [None, *(signal for signal in signals if signal not in ended)]:
        if signal is not None:
            ended.append(signal)
        if ended and points - points_without(row, frozenset(s.name for s in ended), rules) > edges.points_to_better:
            return tuple(ended)
    return ()
