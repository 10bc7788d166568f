"""Recurring revenue from one day to another: what was there, came, grew, shrank, left; and the figures told from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from knowledge.metrics.metric import Metric
from knowledge.metrics.tally import Tally


@dataclass(frozen=True)
class Movements:
    """Monthly recurring revenue in minor units, and customers.

    opening + new + won_back + expansion − contraction − churn = closing, where churn is what lost customers paid. New
    is who never had a contract before; won back who had one, but none on the opening day. Counted on both evenings: who
    left and came back in between is neither lost nor won back.

    ``kept``: what remains of the opening customers, each counted at most at their opening amount.
    """

    opening: float
    new: float
    won_back: float
    expansion: float
    contraction: float
    churn: float
    closing: float
    kept: float
    opening_customers: int
    new_customers: int
    won_back_customers: int
    lost_customers: int
    closing_customers: int


@dataclass(frozen=True)
class CountedMovements(Movements):
    """Movements of customers alone: the amounts are contracts, and no money."""


def find_movements(opening: ArrayLike, closing: ArrayLike, had_before: ArrayLike | None = None) -> Movements:
    """The movements between two days; one value an account, 0 where nothing recurs.

    had_before: whether each ever had a contract by the opening day; nobody, where it is not given.

    >>> find_movements([100, 50, 80, 0], [120, 30, 0, 40]).kept
    130.0
    """
    before, after = np.asarray(opening, dtype=np.float64), np.asarray(closing, dtype=np.float64)
    was, stays = before > 0, after > 0
    change = after - before
    known = np.zeros(len(before), dtype=bool) if had_before is None else np.asarray(had_before, dtype=bool)
    came, back = ~was & ~known, ~was & known
    both = was & stays
    return Movements(
        opening=float(before.sum()),
        new=float(after[came].sum()),
        won_back=float(after[back].sum()),
        expansion=float(change[both & (change > 0)].sum()),
        contraction=float(np.abs(change[both & (change < 0)]).sum()),
        churn=float(before[was & ~stays].sum()),
        closing=float(after.sum()),
        kept=float(np.minimum(before, after).sum()),
        opening_customers=int(was.sum()),
        new_customers=int((came & stays).sum()),
        won_back_customers=int((back & stays).sum()),
        lost_customers=int((was & ~stays).sum()),
        closing_customers=int(stays.sum()),
    )


def tally_movements(moved: Movements, metric: Metric, *, months: float, gross_margin: float, cap_months: int) -> Tally:
    """What one of the ledger's figures divides; ``months`` is the length of the period.

    NRR = (opening + expansion − contraction − churn) / opening; GRR = Σ min(closing, opening) / opening; both on the
    customers of the opening day. LTV = ARPA × gross margin × expected months, see ``expected_months``.
    """
    match metric:
        case Metric.NRR:
            stayed = moved.opening + moved.expansion - moved.contraction - moved.churn
            return Tally(stayed, moved.opening)
        case Metric.GRR:
            return Tally(moved.kept, moved.opening)
        case Metric.REVENUE_CHURN:
            return Tally(moved.churn, moved.opening)
        case Metric.LOGO_CHURN:
            return Tally(moved.lost_customers, moved.opening_customers)
        case Metric.RETENTION:
            return Tally(moved.opening_customers - moved.lost_customers, moved.opening_customers)
        case Metric.RECURRING:
            return Tally(moved.closing, 1)
        case Metric.LTV if moved.opening_customers:
            churn = moved.lost_customers / moved.opening_customers
            lifetime = expected_months(churn, months=months, cap_months=cap_months)
            return Tally(moved.closing, moved.closing_customers, gross_margin * lifetime)
        case Metric.LTV:
            return Tally(0, 0)
        case _:
            return Tally(moved.closing, moved.closing_customers)


def expected_months(churn: float, *, months: float, cap_months: int) -> float:
    """How long a customer stays: 1 ÷ monthly churn, at most the cap, for nobody knows what is farther off.

    ``churn`` is the share lost in a period of so many months.

    >>> round(expected_months(0.1, months=3, cap_months=60), 1), expected_months(0, months=3, cap_months=60)
    (29.0, 60.0)
    """
    monthly = 1 - (1 - min(churn, 1.0)) ** (1 / months)
    return float(cap_months) if monthly * cap_months <= 1 else 1 / monthly
