"""Contracts, renewals, payment; and buying without a contract."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from knowledge.accounts.rhythm import count_purchase_days
from knowledge.churn.rules import ChurnRules

CONTRACT = {"running": 1, "monthly_minor": 50_000, "first_started_on": date(2024, 9, 1)}


def test_the_notice_deadline_decides_where_it_is_earlier(customer, as_of) -> None:
    row = customer(commerce=CONTRACT | {"renews_on": date(2026, 8, 31), "notice_by": date(2026, 7, 31)})
    assert (row["decide_by"].date(), row["days_to_decide"]) == (date(2026, 7, 31), 31)
    assert row["yearly_minor"] == 600_000


def test_days_into_the_renewal_window_count_until_somebody_calls(customer, as_of) -> None:
    near = CONTRACT | {"renews_on": as_of + timedelta(days=60)}
    before, inside = as_of - timedelta(days=31), as_of - timedelta(days=30)
    assert customer(commerce=near)["untouched_days"] == 30
    assert customer(commerce=near, contacts={"last_touch_on": before})["untouched_days"] == 30
    assert customer(commerce=near, contacts={"last_touch_on": inside})["untouched_days"] == 0
    assert pd.isna(customer(commerce=CONTRACT)["untouched_days"])


def test_seats_given_back_are_a_share_of_those_before(customer) -> None:
    assert customer(commerce=CONTRACT | {"seats": 15, "seats_before": 20})["seats_lost"] == pytest.approx(0.25)
    assert customer(commerce=CONTRACT | {"seats": 25, "seats_before": 20})["seats_lost"] == pytest.approx(-0.25)
    assert pd.isna(customer(commerce=CONTRACT | {"seats": 15})["seats_lost"])


def test_payment_is_late_by_the_oldest_unpaid_bill_and_unknown_without_bills(customer, as_of) -> None:
    owed = {"invoices": 5, "overdue": 2, "overdue_since": as_of - timedelta(days=40)}
    assert customer(commerce=CONTRACT | owed)["overdue_days"] == 40
    assert customer(commerce=CONTRACT | {"invoices": 5, "overdue": 0})["overdue_days"] == 0
    assert pd.isna(customer(commerce=CONTRACT)["overdue_days"])


def test_a_contract_that_ended_makes_a_lost_customer_until_they_buy_again(customer, as_of) -> None:
    gone = {"running": 0, "first_started_on": date(2024, 9, 1), "last_ended_on": as_of - timedelta(days=30)}
    bought = {"first_bought_on": as_of, "last_bought_on": as_of, "purchase_days": 1, "decayed_days": 1.0}
    assert customer(commerce=gone)["churn_band"] == "lost"
    assert customer(commerce=gone, purchases=bought)["churn_band"] != "lost"


def test_purchase_days_halve_with_every_half_life_and_two_orders_of_a_day_are_one(as_of) -> None:
    today = (as_of - date(1970, 1, 1)).days
    account, day = np.array([7, 2, 7, 7]), np.array([today, today, today - 120, today])
    found = count_purchase_days(account, day, ChurnRules(), as_of=as_of)
    assert found["account_id"].tolist() == [2, 7]
    assert found["purchase_days"].tolist() == [1, 2]
    assert found["decayed_days"].tolist() == [1.0, pytest.approx(1.5)]
    assert found["first_bought_on"].tolist() == [as_of, as_of - timedelta(days=120)]
    assert found["last_bought_on"].tolist() == [as_of, as_of]


def test_buying_slows_against_the_own_rhythm(customer, as_of) -> None:
    """Twelve purchase days in the 240 before: 12 / 360 a day × 120 / ln 2 × (1 - 1/4) = 4.33 expected, and 2 more."""
    row = customer(
        purchases={
            "first_bought_on": as_of - timedelta(days=240),
            "last_bought_on": as_of - timedelta(days=100),
            "purchase_days": 12,
            "decayed_days": 3.0,
        }
    )
    expected = 12 / 360 * 120 / np.log(2) * 0.75
    assert row["buying_slowed"] == pytest.approx(1 - 3.0 / (expected + 2))
    assert row["points_buying_slowed"] == pytest.approx(40 * (row["buying_slowed"] - 0.4) / 0.5, abs=0.05)


def test_slow_buying_says_nothing_of_a_customer_under_contract(customer, as_of) -> None:
    bought = {"first_bought_on": date(2024, 9, 1), "last_bought_on": date(2024, 9, 1), "purchase_days": 1}
    row = customer(commerce=CONTRACT, purchases=bought | {"decayed_days": 0.02})
    assert pd.isna(row["points_buying_slowed"])
