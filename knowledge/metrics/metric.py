"""The figures by name, in which unit they are told, and from which rows they come."""

from __future__ import annotations

from enum import StrEnum


class Metric(StrEnum):
    """Every figure of the firm. Its definition is the phrase ``metrics.<name>_formula``."""

    NRR = "nrr"
    GRR = "grr"
    REVENUE_CHURN = "revenue_churn"
    LOGO_CHURN = "logo_churn"
    RETENTION = "retention"
    RECURRING = "recurring"
    ARPA = "arpa"
    LTV = "ltv"
    CROSS_SELL_RATE = "cross_sell_rate"
    UPSELL_RATE = "upsell_rate"
    ATTACH_RATE = "attach_rate"
    WIN_RATE = "win_rate"
    LEAD_TO_DEAL = "lead_to_deal"
    CAC = "cac"
    NPS = "nps"
    ONBOARDING = "onboarding"
    ACTIVE_RATE = "active_rate"
    HANDOFFS_ACCEPTED = "handoffs_accepted"
    HANDOFFS_WON = "handoffs_won"


class Unit(StrEnum):
    """How a value is told: percent, money in minor units, points of NPS."""

    SHARE = "share"
    MONEY = "money"
    POINTS = "points"


_MONEY = {Metric.RECURRING, Metric.ARPA, Metric.LTV, Metric.CAC}

LEDGER = frozenset(
    {
        Metric.NRR,
        Metric.GRR,
        Metric.REVENUE_CHURN,
        Metric.LOGO_CHURN,
        Metric.RETENTION,
        Metric.RECURRING,
        Metric.ARPA,
        Metric.LTV,
    }
)
"""Told from recurring contracts at both ends of a period."""

COUNTED = frozenset({Metric.LOGO_CHURN, Metric.RETENTION})
"""Of the ledger what counts customers: neither a price nor an exchange rate is needed for it."""

REVENUE = LEDGER | {Metric.CROSS_SELL_RATE, Metric.UPSELL_RATE, Metric.ATTACH_RATE, Metric.WIN_RATE}
"""Never told without satisfaction beside it."""

LOSSES = frozenset({Metric.REVENUE_CHURN, Metric.LOGO_CHURN, Metric.RETENTION})
"""Never told without what counts as lost."""

LOWER_IS_BETTER = frozenset({Metric.REVENUE_CHURN, Metric.LOGO_CHURN, Metric.CAC})


def unit_of(metric: Metric) -> Unit:
    """The unit of a figure.

    >>> unit_of(Metric.ARPA), unit_of(Metric.NRR)
    (<Unit.MONEY: 'money'>, <Unit.SHARE: 'share'>)
    """
    if metric is Metric.NPS:
        return Unit.POINTS
    return Unit.MONEY if metric in _MONEY else Unit.SHARE
