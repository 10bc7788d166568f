"""Where the customer stands: onboarding, adoption, expansion, renewal. "At risk" cuts across and is the churn band."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.choices import pick
from knowledge.accounts.columns import Columns, Measures, as_day, days, is_one_of, numbers
from knowledge.churn.score import ChurnBand
from knowledge.playbook.rules import Rules
from knowledge.usage.policy import UseState

if TYPE_CHECKING:
    pass


class Phase(StrEnum):
    """The stage of the relation. UNKNOWN: neither a first day nor a contract is known."""

    ONBOARDING = "onboarding"
    ADOPTION = "adoption"
    EXPANSION = "expansion"
    RENEWAL = "renewal"
    LOST = "lost"
    UNKNOWN = "unknown"


def phase_columns(measures: Measures, rules: Rules, *, as_of: date) -> Columns:
    """The phase of each customer: one column ``phase``, one value a row of the measures.

    Onboarding until it is finished or gate.onboarding_days are over; renewal from the first renewal window on;
    expansion once use is adopted: segments.adopted_share of the seats, or without seats use that does not fall, or
    without use data a third purchase day; until then adoption, for what is missing is not counted as good.
    """
    adoption = numbers(measures, "adoption_share")
    used = is_one_of(measures, "use_state", UseState.FLAT, UseState.RISING)
    no_use = is_one_of(measures, "use_state", UseState.UNKNOWN) & np.isnat(days(measures, "usage_until"))
    returning = no_use & (numbers(measures, "purchase_days") >= 3)
    adopted = np.where(np.isnan(adoption), used | returning, adoption >= rules.segments.adopted_share)
    chosen = [
        (Phase.LOST, is_one_of(measures, "churn_band", ChurnBand.LOST)),
        (Phase.UNKNOWN, np.isnat(days(measures, "customer_since"))),
        (Phase.ONBOARDING, days(measures, "onboarding_until") > as_day(as_of)),
        (Phase.RENEWAL, numbers(measures, "days_to_decide") <= rules.timing.renewal_windows[0]),
        (Phase.EXPANSION, adopted.astype(bool)),
    ]
    return {"phase": pick(Phase, chosen, Phase.ADOPTION)}
