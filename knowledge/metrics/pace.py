"""Where a shared target should stand by now: what adds up over a year counts in part, a rate counts whole."""

from __future__ import annotations

from knowledge.metrics.metric import LOWER_IS_BETTER, Metric

_ADDS_UP = {Metric.LOGO_CHURN, Metric.REVENUE_CHURN}
_WEARS_OFF = {Metric.RETENTION, Metric.NRR, Metric.GRR}


def expected_by_now(metric: Metric, target: float, *, elapsed: float) -> float:
    """The target of a year, as far as ``elapsed`` (0-1) of the year has passed.

    >>> round(expected_by_now(Metric.LOGO_CHURN, 0.12, elapsed=0.5), 3)
    0.06
    >>> round(expected_by_now(Metric.RETENTION, 0.9, elapsed=0.5), 3)
    0.95
    """
    if metric in _ADDS_UP:
        return target * elapsed
    return 1 - (1 - target) * elapsed if metric in _WEARS_OFF else target


def is_on_track(metric: Metric, value: float, expected: float) -> bool:
    """Whether the figure is where it should be, or better."""
    return value <= expected if metric in LOWER_IS_BETTER else value >= expected
