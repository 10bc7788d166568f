"""Each reason and caution of the gate, on its bound and right beyond it; several customers at once, each their own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from knowledge.accounts.records import Records
from knowledge.churn.score import ChurnBand
from knowledge.offers.gate import explain_gate, gate_columns
from knowledge.playbook.rules import Rules
from knowledge.usage.policy import UseState

TODAY = date(2026, 6, 30)
TOMORROW = TODAY + timedelta(days=1)
RULES = Rules()
_DAYS = ("hold_expires_on", "onboarding_until", "budget_frozen_until")
_NUMBERS = (
    "open_severe",
    "nps_fresh",
    "csat_fresh",
    "use_trend",
    "users_trend",
    "adoption_share",
    "asks",
    "usage_age_days",
    "overdue_days",
    "champion_gone",
    "days_to_decide",
)
WELL = {"nps_fresh": 10.0, "csat_fresh": 100.0, "usage_age_days": 0.0, "open_severe": 0.0}


def columns(*customers: dict[str, Any]) -> dict[str, Any]:
    """The measures of these customers; what is not named is missing, the band healthy, use flat."""
    told = {name: np.array([each.get(name, np.nan) for each in customers], dtype=float) for name in _NUMBERS}
    told |= {name: np.array([each.get(name) for each in customers], dtype="datetime64[D]") for name in _DAYS}
    told["churn_band"] = np.array([str(each.get("churn_band", ChurnBand.HEALTHY)) for each in customers], dtype=object)
    told["use_state"] = np.array([str(each.get("use_state", UseState.FLAT)) for each in customers], dtype=object)
    return told


def held(customer: dict[str, Any], records: Records | None = None) -> set[str]:
    """The reasons and cautions that hold for one customer who is well but for what is named."""
    given = {"records": records} if records else {}
    found = gate_columns(columns({**WELL, **customer}), RULES, as_of=TODAY, **given)
    return {name for name, flags in found.items() if name != "gate_open" and flags[0]}


@pytest.mark.parametrize(
    ("customer", "wanted"),
    [
        ({}, set()),
        ({"open_severe": 1}, {"gate_severe_ticket"}),
        ({"csat_fresh": 49}, {"gate_csat_low"}),
        ({"csat_fresh": 50}, set()),
        ({"churn_band": ChurnBand.AT_RISK}, {"gate_churn_high"}),
        ({"churn_band": ChurnBand.LOST}, {"caution_lost"}),
        ({"churn_band": ChurnBand.UNKNOWN}, {"caution_unknown_churn"}),
        ({"use_trend": -0.4}, {"gate_use_collapsed"}),
        ({"use_trend": -0.39}, set()),
        ({"use_trend": 0.4}, set()),
        ({"users_trend": -0.5}, {"gate_use_collapsed"}),
        ({"use_trend": 0.1, "users_trend": -0.5}, set()),
        ({"budget_frozen_until": TODAY}, set()),
        ({"budget_frozen_until": TOMORROW}, {"gate_budget_frozen"}),
        ({"hold_expires_on": TODAY}, set()),
        ({"asks": 2}, {"gate_asks_cap"}),
        ({"asks": 1}, set()),
        ({"nps_fresh": 6}, {"gate_detractor"}),
        ({"nps_fresh": 7}, {"caution_passive"}),
        ({"nps_fresh": 8}, {"caution_passive"}),
        ({"nps_fresh": 9}, set()),
        ({"nps_fresh": np.nan}, set()),
        ({"csat_fresh": np.nan}, set()),
        ({"nps_fresh": np.nan, "csat_fresh": np.nan}, {"caution_unknown_satisfaction"}),
        ({"usage_age_days": RULES.usage.stale_days}, set()),
        ({"usage_age_days": RULES.usage.stale_days + 1}, {"caution_stale_usage"}),
        ({"use_state": UseState.FALLING}, {"caution_use_falling"}),
        ({"use_state": UseState.RISING}, set()),
        ({"overdue_days": 7}, set()),
        ({"overdue_days": 8}, {"caution_payment_late"}),
        ({"champion_gone": 1}, {"caution_champion_gone"}),
        ({"champion_gone": 0}, set()),
        ({"days_to_decide": 90}, {"caution_renewal_near"}),
        ({"days_to_decide": 91}, set()),
    ],
)
def test_a_bound_holds_on_the_day_and_number_it_names(customer: dict[str, Any], wanted: set[str]) -> None:
    assert held(customer) == wanted


def test_use_that_the_firm_records_of_nobody_is_no_caution() -> None:
    assert held({"usage_age_days": np.nan}, Records(usage=False)) == set()


def test_one_who_is_blocked_blocks_nobody_else() -> None:
    found = gate_columns(columns({**WELL, "open_severe": 1}, WELL, {**WELL, "asks": 5}), RULES, as_of=TODAY)
    assert found["gate_open"].tolist() == [False, True, False]


def test_a_low_csat_lifts_on_the_day_after_its_shelf_life() -> None:
    row = {
        name: flags[0] for name, flags in gate_columns(columns({**WELL, "csat_fresh": 10}), RULES, as_of=TODAY).items()
    }
    (block,) = explain_gate({**row, "csat_on": TODAY}, RULES)
    assert block.lifts_on == TODAY + timedelta(days=RULES.gate.survey_shelf_days + 1)


def test_a_frozen_budget_lifts_on_the_day_it_is_free() -> None:
    frozen = columns({**WELL, "budget_frozen_until": TOMORROW})
    row = {name: flags[0] for name, flags in gate_columns(frozen, RULES, as_of=TODAY).items()}
    (block,) = explain_gate({**row, "budget_frozen_until": TOMORROW}, RULES)
    assert block.lifts_on == TOMORROW
