"""May they be pitched, and what would lift it."""

from datetime import date, timedelta

import pandas as pd
import pytest

from knowledge.offers.cool_off import judge_cool_off
from knowledge.offers.gate import Block, GateReason, Lift, explain_gate
from knowledge.offers.rules import GateRules
from knowledge.playbook.rules import Rules

NPS = {"kind": "nps", "answered_on": date(2026, 6, 1)}


def test_nothing_known_opens_the_gate_only_with_cautions(customer) -> None:
    row = customer()
    assert row["gate_open"]
    assert row["caution_unknown_satisfaction"]
    assert row["caution_unknown_churn"]
    assert row["caution_stale_usage"]


def test_a_detractor_closes_it_until_a_better_answer_or_the_end_of_shelf_life(customer) -> None:
    row = customer(surveys=NPS | {"score": 6})
    assert not row["gate_open"]
    [block] = explain_gate(row, Rules())
    assert block == Block(GateReason.DETRACTOR, Lift.BETTER_ANSWER, date(2026, 6, 1) + timedelta(days=181))


@pytest.mark.parametrize(("score", "is_open", "caution"), [(6, False, False), (7, True, True), (9, True, False)])
def test_a_passive_customer_is_allowed_with_a_caution(customer, score: int, is_open: bool, caution: bool) -> None:
    row = customer(surveys=NPS | {"score": score})
    assert (row["gate_open"], row["caution_passive"]) == (is_open, caution)


def test_a_hold_closes_it_until_the_day_it_expires(customer, as_of) -> None:
    tomorrow = as_of + timedelta(days=1)
    row = customer(outreach={"hold_expires_on": tomorrow})
    assert explain_gate(row, Rules()) == (Block(GateReason.HOLD, Lift.HOLD_EXPIRES, tomorrow),)
    assert customer(outreach={"hold_expires_on": as_of})["gate_open"]


def test_two_asks_in_ninety_days_are_enough_until_the_older_leaves_the_window(customer) -> None:
    row = customer(outreach={"asks": 2, "capping_ask_on": date(2026, 5, 1)})
    assert explain_gate(row, Rules()) == (Block(GateReason.ASKS_CAP, Lift.ASKS_WINDOW_FREES, date(2026, 7, 30)),)
    assert customer(outreach={"asks": 1})["gate_open"]


def test_few_users_during_onboarding_close_it_but_not_after(customer, as_of) -> None:
    used = {"product_id": 3, "data_until": as_of, "first_day": as_of, "last_day": as_of, "seats": 10, "peak_users": 2}
    young = {"created_on": as_of - timedelta(days=30)}
    row = customer(accounts=young, usage=used)
    [block] = explain_gate(row, Rules())
    assert (block.reason, block.lifts_on) == (GateReason.ONBOARDING_LOW_ADOPTION, as_of + timedelta(days=60))
    assert customer(accounts={"created_on": as_of - timedelta(days=90)}, usage=used)["gate_open"]
    assert customer(accounts=young | {"onboarded_on": as_of}, usage=used)["gate_open"]
    assert customer(accounts=young, usage=used | {"peak_users": 3})["gate_open"]


def test_reasons_come_gravest_first_and_some_lift_by_no_date(customer, as_of) -> None:
    row = customer(
        accounts={"budget_frozen_until": as_of + timedelta(days=90)},
        tickets={"open_severe": 2},
        surveys=NPS | {"score": 3},
    )
    blocks = explain_gate(row, Rules())
    assert [block.reason for block in blocks] == ["severe_ticket", "detractor", "budget_frozen"]
    assert (blocks[0].lift, blocks[0].lifts_on) == (Lift.TICKET_CLOSED, None)


def test_use_that_collapsed_closes_it_whatever_else_is_well(customer, as_of) -> None:
    used = {"product_id": 3, "data_until": as_of, "first_day": date(2025, 1, 1), "last_day": as_of}
    row = customer(usage=used | {"recent_events": 0, "baseline_events": 840}, surveys=NPS | {"score": 10})
    assert [(block.reason, block.lift) for block in explain_gate(row, Rules())] == [
        (GateReason.USE_COLLAPSED, Lift.USE_RECOVERS)
    ]


def test_a_no_rests_for_the_cool_off_or_until_the_day_the_customer_named(as_of) -> None:
    proposals = pd.DataFrame(
        {
            "account_id": [1, 1, 2],
            "product_id": [5, 6, 5],
            "last_no_on": [as_of - timedelta(days=90), as_of - timedelta(days=89), as_of - timedelta(days=5)],
            "last_no": ["lost", "lost", "later"],
            "later_until": [None, None, as_of + timedelta(days=200)],
            "reason": [None, "other", None],
        }
    )
    judged = judge_cool_off(proposals, GateRules(), as_of=as_of)
    assert judged["cooling"].tolist() == [False, True, True]
    assert judged["free_on"].dt.date.tolist()[1:] == [as_of + timedelta(days=1), as_of + timedelta(days=200)]
