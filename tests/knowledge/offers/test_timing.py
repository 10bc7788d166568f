"""When an offer fits, by the table of the field."""

from datetime import date, timedelta

import pandas as pd
import pytest

from knowledge.offers.timing import FACTS, Timing, TimingReason, time_offer
from knowledge.terms import EXPANSIONS, OfferKind, Verdict

LONG_AGO = date(2024, 1, 10)
CONTRACT = {"running": 1, "first_started_on": LONG_AGO, "last_started_on": LONG_AGO}


def _told(row: "pd.Series", kind: str) -> tuple[str, str, object]:
    on = row[f"{kind}_on"]
    return row[f"{kind}_verdict"], row[f"{kind}_reason"], None if pd.isna(on) else on.date()


def test_just_bought_opens_related_add_ons_and_closes_upsells_until_later(customer, as_of) -> None:
    bought = as_of - timedelta(days=10)
    row = customer(commerce=CONTRACT | {"last_started_on": bought})
    assert _told(row, "cross_sell") == ("now", "just_bought", None)
    assert _told(row, "upsell") == ("wait", "too_fresh", bought + timedelta(days=31))


def test_onboarding_is_waited_for_after_the_first_days(customer, as_of) -> None:
    began = as_of - timedelta(days=45)
    row = customer(commerce={"running": 1, "first_started_on": began, "last_started_on": began})
    for kind in EXPANSIONS:
        assert _told(row, kind) == ("wait", "onboarding", began + timedelta(days=90))


@pytest.mark.parametrize(
    ("days_ago", "told"),
    [
        (60, ("wait", "next_problem_soon", date(2026, 7, 30))),
        (90, ("now", "next_problem", None)),
        (180, ("now", "settled", None)),
    ],
)
def test_three_months_in_the_next_problem_shows(customer, as_of, days_ago: int, told: tuple) -> None:
    row = customer(commerce=CONTRACT | {"last_started_on": as_of - timedelta(days=days_ago)})
    assert _told(row, "cross_sell") == told


@pytest.mark.parametrize(
    ("starts", "days_ago", "told"),
    [
        (4, 10, ("now", "just_bought", None)),
        (4, 19, ("now", "just_bought", None)),
        (4, 20, ("now", "own_pace", None)),
        (4, 39, ("now", "own_pace", None)),
        (4, 40, ("wait", "next_problem_soon", 50)),
        (3, 20, ("now", "just_bought", None)),
    ],
)
def test_who_signs_again_and_again_is_met_at_their_own_pace(
    customer, as_of, starts: int, days_ago: int, told: tuple
) -> None:
    last = as_of - timedelta(days=days_ago)
    signed = {"first_started_on": last - timedelta(days=60), "last_started_on": last, "starts": starts}
    row = customer(commerce={"running": 1} | signed, accounts={"created_on": LONG_AGO})
    verdict, reason, wait = told
    assert _told(row, "cross_sell") == (verdict, reason, as_of + timedelta(days=wait) if wait else None)


def test_an_offer_that_answers_a_need_does_not_wait_for_three_months(customer, as_of) -> None:
    row = customer(commerce=CONTRACT | {"last_started_on": as_of - timedelta(days=60)})
    answers = time_offer(row, OfferKind.CROSS_SELL, answers_need=True)
    other = time_offer(row, OfferKind.CROSS_SELL, answers_need=False)
    assert answers == Timing(Verdict.NOW, TimingReason.NEED_STATED, None)
    assert other == Timing(Verdict.WAIT, TimingReason.NEXT_PROBLEM_SOON, as_of + timedelta(days=30))


def test_a_need_does_not_override_trouble_or_onboarding(customer, as_of) -> None:
    young = customer(accounts={"created_on": as_of - timedelta(days=40)})
    troubled = customer(commerce=CONTRACT, tickets={"open_severe": 1})
    assert time_offer(young, OfferKind.CROSS_SELL, answers_need=True).verdict is Verdict.WAIT
    assert time_offer(troubled, OfferKind.CROSS_SELL, answers_need=True).verdict is Verdict.NOT_NOW


@pytest.mark.parametrize(
    ("used", "told"),
    [(7, ("wait", "limit_far", None)), (8, ("now", "limit_near", None)), (9, ("now", "limit_pressing", None))],
)
def test_seats_fit_when_they_run_out(customer, as_of, used: int, told: tuple) -> None:
    usage = {"product_id": 1, "data_until": as_of, "first_day": as_of, "last_day": as_of, "seats": 10}
    row = customer(commerce=CONTRACT, usage=usage | {"seats_used": used})
    assert _told(row, "seats") == told
    assert _told(row, "upsell") == told


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (121, ("now", "settled", None)),
        (120, ("wait", "renewal_health", 30)),
        (91, ("wait", "renewal_health", 1)),
        (90, ("now", "renewal_expansion", None)),
        (60, ("now", "renewal_proposal", None)),
        (30, ("now", "renewal_last", None)),
    ],
)
def test_a_renewal_goes_from_health_to_expansion_to_proposal(customer, as_of, left: int, told: tuple) -> None:
    row = customer(commerce=CONTRACT | {"renews_on": as_of + timedelta(days=left)})
    verdict, reason, wait = told
    assert _told(row, "cross_sell") == (verdict, reason, as_of + timedelta(days=wait) if wait else None)


def test_the_notice_deadline_moves_the_renewal_windows_forward(customer, as_of) -> None:
    dates = {"renews_on": as_of + timedelta(days=150), "notice_by": as_of + timedelta(days=60)}
    assert _told(customer(commerce=CONTRACT | dates), "cross_sell")[1] == "renewal_proposal"


def test_risen_satisfaction_opens_an_upsell(customer, as_of) -> None:
    rose = {"kind": "nps", "score": 9, "answered_on": as_of - timedelta(days=10), "previous_score": 7}
    assert _told(customer(commerce=CONTRACT, surveys=rose), "upsell") == ("now", "satisfaction_rose", None)
    assert _told(customer(commerce=CONTRACT, surveys=rose | {"previous_score": 9}), "upsell")[0] == "unknown"


def test_a_quote_on_the_table_takes_options_once_and_no_upsell(customer, as_of) -> None:
    row = customer(commerce=CONTRACT | {"open_deal_on": as_of - timedelta(days=20)})
    assert _told(row, "cross_sell") == ("now", "deal_settling", None)
    assert _told(row, "upsell") == ("wait", "deal_first", None)


def test_trouble_comes_before_every_other_moment(customer, as_of) -> None:
    row = customer(commerce=CONTRACT | {"last_started_on": as_of}, tickets={"open_severe": 1})
    assert {_told(row, kind) for kind in EXPANSIONS} == {("not_now", "cs_first", None)}


def test_of_a_customer_of_whom_nothing_is_known_no_moment_is_named(customer) -> None:
    assert {_told(customer(), kind) for kind in EXPANSIONS} == {("unknown", "not_known", None)}


def test_every_reason_names_the_facts_a_sentence_may_use(customer) -> None:
    assert set(FACTS) == set(TimingReason)
    assert {name for names in FACTS.values() for name in names} <= set(customer().index)
    assert set(Verdict) == {"now", "wait", "not_now", "unknown"}
