"""A share of customers left without prompts, so that what prompts do can be measured: the one place for "because"."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from math import sqrt
from typing import Any

from knowledge.accounts.columns import is_missing
from knowledge.churn.score import ChurnBand
from knowledge.kernel.intervals import interval
from knowledge.offers.rules import HoldoutRules

# Two-sided 5 % and a power of 80 %.
_Z_ALPHA, _Z_POWER = 1.959964, 0.841621
_STEPS = 60


class HoldoutVerdict(StrEnum):
    """TOO_FEW: the difference is smaller than what could be seen at this size. MORE, FEWER: prompts changed take-up."""

    TOO_FEW = "too_few"
    MORE = "more"
    FEWER = "fewer"


@dataclass(frozen=True)
class Arm:
    """Customers of one side, and how many of them took something new since the holdout began."""

    customers: int
    took: int

    @property
    def share(self) -> float:
        """0 to 1; 0 without customers."""
        return self.took / self.customers if self.customers else 0.0


@dataclass(frozen=True)
class HoldoutReport:
    """Both arms. low, high: 95 % interval of the difference; visible: the smallest difference that could be seen."""

    prompted: Arm
    held_out: Arm
    difference: float
    low: float
    high: float
    visible: float | None
    verdict: HoldoutVerdict

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "verdict": str(self.verdict)}


def is_held_out(account_id: int, rules: HoldoutRules, *, as_of: date) -> bool:
    """Whether chance puts this customer among those without prompts: the same answer every time, by name and id."""
    if not rules.share or rules.since is None or as_of < rules.since or (rules.until and as_of > rules.until):
        return False
    drawn = hashlib.sha256(f"{rules.name}:{account_id}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") / 2**64 < rules.share


def is_exempt(row: Mapping[str, Any]) -> bool:
    """At risk, gone, or asking themselves (an open need or deal): never held out. row: of ``assess_accounts``."""
    in_trouble = row["churn_band"] in {ChurnBand.AT_RISK, ChurnBand.LOST}
    return bool(in_trouble or row["open_needs"] > 0 or not is_missing(row["open_deal_on"]))


def needed_per_arm(first: float, second: float, *, ratio: float = 1.0) -> float:
    """Customers needed in the first arm to tell two shares apart; the second has ratio times as many.

    Normal approximation with pooled variance under the null, 5 % two-sided, 80 % power, without continuity correction
    (Fleiss, Levin and Paik 2003, 4.14, and 4.20 for unequal arms).

    >>> round(needed_per_arm(0.10, 0.20)), round(needed_per_arm(0.10, 0.15))
    (199, 686)
    """
    mean = (first + ratio * second) / (1 + ratio)
    null = _Z_ALPHA * sqrt((ratio + 1) * mean * (1 - mean))
    real = _Z_POWER * sqrt(ratio * first * (1 - first) + second * (1 - second))
    return (null + real) ** 2 / (ratio * (first - second) ** 2)


def smallest_visible(held_out: Arm, prompted: Arm) -> float | None:
    """The smallest rise over the share of those held out that arms of these sizes show; None where none does."""
    if not held_out.customers or not prompted.customers:
        return None
    base, ratio = held_out.share, prompted.customers / held_out.customers
    low, high = 0.0, 1.0 - base
    if high <= 0 or needed_per_arm(base, 1.0, ratio=ratio) > held_out.customers:
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        enough = needed_per_arm(base, base + middle, ratio=ratio) <= held_out.customers
        low, high = (low, middle) if enough else (middle, high)
    return high


def compare_arms(prompted: Arm, held_out: Arm) -> HoldoutReport:
    """The difference with its interval (Newcombe 1998, method 10), and a verdict only where it could be seen."""
    difference, arms = prompted.share - held_out.share, (prompted, held_out)
    first, second = ([float(end) for end in interval(arm.took, arm.customers, confidence=0.95)] for arm in arms)
    low = difference - sqrt((prompted.share - first[0]) ** 2 + (second[1] - held_out.share) ** 2)
    high = difference + sqrt((first[1] - prompted.share) ** 2 + (held_out.share - second[0]) ** 2)
    visible = smallest_visible(held_out, prompted)
    verdict = HoldoutVerdict.TOO_FEW
    if visible is not None and abs(difference) >= visible and (low > 0 or high < 0):
        verdict = HoldoutVerdict.MORE if difference > 0 else HoldoutVerdict.FEWER
    return HoldoutReport(prompted, held_out, difference, low, high, visible, verdict)
