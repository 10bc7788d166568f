"""A fact that alone forbids to call a customer healthy; and how much is known, of what the firm records."""

from datetime import date, timedelta

import pytest

from knowledge.accounts.inputs import Sources
from knowledge.accounts.records import Records
from knowledge.churn.alarms import Alarm, sounding_alarms
from knowledge.churn.explained import explain_churn
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand
from knowledge.nightly.health_snapshot import ChangeKind, Standing, find_change

CONTRACT = {"running": 1, "first_started_on": date(2024, 9, 1), "invoices": 9, "overdue": 0}
USED = {"product_id": 3, "data_until": date(2026, 6, 30), "first_day": date(2025, 1, 6), "last_day": date(2026, 6, 30)}
STEADY = USED | {"recent_events": 1_000, "baseline_events": 3_000}


def test_an_angry_customer_is_not_healthy_however_well_the_product_is_used(customer, as_of) -> None:
    answer = {"kind": "nps", "score": 3, "answered_on": as_of}
    talked = {"last_touch_on": as_of, "champions": 1}
    angry = customer(usage=STEADY, commerce=CONTRACT, tickets={"open_severe": 1}, surveys=answer, contacts=talked)
    assert angry["churn_points"] < ChurnRules().watch_from
    assert angry["churn_band"] == "watch"
    assert sounding_alarms(angry) == (Alarm.SEVERE_TICKET, Alarm.DETRACTOR)
    assert not angry["gate_open"]


@pytest.mark.parametrize(("score", "band"), [(6, "watch"), (7, "healthy")])
def test_a_six_is_a_detractor_and_a_seven_is_not(customer, as_of, score: int, band: str) -> None:
    answer = {"kind": "nps", "score": score, "answered_on": as_of}
    assert customer(usage=STEADY, commerce=CONTRACT, surveys=answer)["churn_band"] == band


@pytest.mark.parametrize(("percent", "band"), [(49, "watch"), (50, "healthy")])
def test_csat_under_half_of_its_scale_is_an_alarm(customer, as_of, percent: int, band: str) -> None:
    answer = {"kind": "csat", "score": percent, "answered_on": as_of}
    assert customer(usage=STEADY, commerce=CONTRACT, surveys=answer)["churn_band"] == band


@pytest.mark.parametrize(("days", "band"), [(44, "healthy"), (45, "watch")])
def test_a_bill_unpaid_for_six_weeks_is_an_alarm(customer, as_of, days: int, band: str) -> None:
    late = CONTRACT | {"overdue": 1, "overdue_since": as_of - timedelta(days=days)}
    assert customer(usage=STEADY, commerce=late)["churn_band"] == band


def test_nobody_is_healthy_for_whom_cs_comes_first(customer, as_of) -> None:
    """Use cut by exactly gate.use_collapse_share gives 30 points of 100, and closes the gate."""
    fell = customer(usage=USED | {"recent_events": 600, "baseline_events": 3_000}, commerce=CONTRACT)
    assert fell["gate_use_collapsed"]
    assert fell["churn_band"] == "watch"


def test_an_alarm_leaves_who_is_at_risk_or_lost_as_they_are(customer, as_of) -> None:
    answer = {"kind": "nps", "score": 1, "answered_on": as_of}
    leaving = customer(commerce=CONTRACT | {"cancel_requested_on": as_of}, surveys=answer)
    ended = {"running": 0, "first_started_on": date(2024, 1, 1), "last_ended_on": as_of}
    lost = customer(commerce=ended, surveys=answer)
    assert (leaving["churn_band"], lost["churn_band"]) == ("at_risk", "lost")


@pytest.mark.parametrize(
    ("days_silent", "records", "band"),
    [
        (120, Records(orders=True), "healthy"),
        (121, Records(orders=True), "watch"),
        (121, Records(orders=True, contracts=True), "healthy"),
    ],
)
def test_nobody_is_healthy_and_counted_as_lost(customer, as_of, days_silent: int, records: Records, band: str) -> None:
    last = as_of - timedelta(days=days_silent)
    bought = {"first_bought_on": last, "last_bought_on": last, "purchase_days": 1, "decayed_days": 0.5}
    row = customer(purchases=bought, sources=Sources(records=records))
    assert row["churn_band"] == band
    told = [(signal.name, signal.points, signal.value) for signal in explain_churn(row, ChurnRules())]
    assert told == ([("buying_slowed", 0.0, 121)] if band == "watch" else [])


def test_on_a_ledger_all_that_can_be_known_is_known(customer) -> None:
    orders = Sources(records=Records(orders=True))
    bought = {"first_bought_on": date(2024, 1, 1), "last_bought_on": date(2025, 2, 1), "purchase_days": 20}
    row = customer(purchases=bought | {"decayed_days": 0.5}, sources=orders)
    assert row["churn_recordable"] == 40
    assert row["churn_coverage"] == 1
    assert row["churn_band"] == "at_risk"


def test_what_does_not_apply_to_a_customer_is_no_gap(customer) -> None:
    """The rhythm of buying beside a contract, contracts of who buys, a rhythm where each buys one project."""
    both = Sources(records=Records(orders=True, contracts=True))
    contract = customer(commerce={"running": 1, "first_started_on": date(2024, 1, 1)}, sources=both)
    assert (contract["churn_recordable"], contract["churn_band"]) == (16, "healthy")
    bought = {"first_bought_on": date(2024, 1, 1), "last_bought_on": date(2026, 6, 1), "purchase_days": 2}
    buyer = customer(purchases=bought | {"decayed_days": 0.5}, sources=both)
    assert (buyer["churn_recordable"], buyer["churn_coverage"]) == (40, 1)
    once = customer(purchases=bought, sources=Sources(records=Records(orders=True, repeats=False)))
    assert (once["churn_recordable"], once["churn_coverage"], once["churn_band"]) == (0, 0, "unknown")


def test_who_lacks_what_others_have_cannot_be_judged(customer) -> None:
    both = Sources(records=Records(orders=True, usage=True, surveys=True, tickets=True, contracts=True))
    row = customer(commerce={"running": 1, "first_started_on": date(2024, 1, 1)}, sources=both)
    assert row["churn_coverage"] < 0.5
    assert row["churn_band"] == "unknown"


@pytest.mark.parametrize(("points", "told"), [(16.9, None), (17.0, ChangeKind.WORSE)])
def test_a_rise_by_ten_points_is_told_inside_the_healthy_band(points: float, told: ChangeKind | None) -> None:
    before = Standing(1, date(2026, 6, 29), ChurnBand.HEALTHY, 7.0, 1.0, 100)
    now = Standing(1, date(2026, 6, 30), ChurnBand.HEALTHY, points, 1.0, 100)
    assert find_change(before, now, ChurnRules()) is told
    assert find_change(now, before, ChurnRules()) is None
