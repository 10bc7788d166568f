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


def bought_on(customer, as_of, *days_ago):
    """The assessed row of a customer who bought so many days ago."""
    today = (as_of - date(1970, 1, 1)).days
    days = np.array([today - ago for ago in days_ago])
    found = count_purchase_days(np.ones(len(days), dtype=np.int64), days, ChurnRules(), as_of=as_of)
    return customer(purchases={name: column[0] for name, column in found.items() if name != "account_id"})


@pytest.mark.parametrize(
    ("days_ago", "gap", "spread", "patience", "slowed"),
    [
        ((14, 114, 204, 302, 390), 94, 5, 141, 14 / 141 - 1),  # gaps 100, 90, 98, 88: quarterly, last a fortnight ago
        ((300, 665, 1030, 1395), 365, 0, 547.5, 300 / 547.5 - 1),  # a yearly buyer
        ((119, 149, 179, 209), 30, 0, 45, 1 - 45 / 119),  # each month, silent for four
        ((40, 41, 42, 43), 1, 0, 7, 1 - 7 / 40),  # daily: a week is nothing
        ((20, 30, 90, 100, 160), 35, 25, 60, 20 / 60 - 1),  # gaps 10, 60, 10, 60: the spread is more than half the gap
    ],
)
def test_buying_is_late_only_beyond_the_own_gap_and_its_margin(
    customer, as_of, days_ago, gap, spread, patience, slowed
) -> None:
    row = bought_on(customer, as_of, *days_ago)
    assert (row["buying_gap_days"], row["buying_spread_days"]) == (gap, spread)
    assert row["buying_patience_days"] == patience
    assert row["buying_slowed"] == pytest.approx(slowed)
    assert row["points_buying_slowed"] == pytest.approx(40 * min(max((slowed - 0.4) / 0.5, 0), 1), abs=0.05)


@pytest.mark.parametrize(
    ("days_ago", "patience"), [((300,), 120), ((300, 310), 120), ((60, 260, 300), 300), ((300, 301, 302), 120)]
)
def test_fewer_than_four_buying_days_show_no_rhythm(customer, as_of, days_ago, patience) -> None:
    row = bought_on(customer, as_of, *days_ago)
    assert pd.isna(row["buying_gap_days"])
    assert row["buying_patience_days"] == patience


def test_a_customer_who_never_bought_is_not_late(customer, as_of) -> None:
    row = customer(commerce=CONTRACT)
    assert pd.isna(row["buying_slowed"])
    assert pd.isna(row["buying_patience_days"])


def test_slow_buying_says_nothing_of_a_customer_under_contract(customer, as_of) -> None:
    bought = {"first_bought_on": date(2024, 9, 1), "last_bought_on": date(2024, 9, 1), "purchase_days": 1}
    row = customer(commerce=CONTRACT, purchases=bought | {"decayed_days": 0.02})
    assert pd.isna(row["points_buying_slowed"])
