"""Trouble, silence and who still speaks for us."""

from datetime import date, timedelta

import pandas as pd
import pytest

from knowledge.accounts.inputs import Sources

OLD = {"created_on": date(2024, 1, 1)}


def test_one_inquiry_where_four_were_usual_is_three_quarters_of_silence(customer) -> None:
    row = customer(accounts=OLD, tickets={"recent_tickets": 1, "baseline_tickets": 12})
    assert (row["inquiries_expected"], row["inquiries_missing"]) == (4, pytest.approx(0.75))


def test_too_few_usual_inquiries_make_no_silence(customer) -> None:
    assert pd.isna(customer(accounts=OLD, tickets={"baseline_tickets": 8})["inquiries_missing"])


def test_a_young_customer_has_no_usual_inquiries(customer, as_of) -> None:
    young = {"created_on": as_of - timedelta(days=359)}
    assert pd.isna(customer(accounts=young, tickets={"baseline_tickets": 20})["inquiries_missing"])


def test_no_tickets_is_zero_with_a_ticket_system_and_missing_without_one(customer) -> None:
    assert customer()["open_severe"] == 0
    assert pd.isna(customer(sources=Sources())["open_severe"])


def test_a_severe_ticket_counts_even_where_its_source_went_stale(customer, as_of) -> None:
    stale = Sources(tickets=as_of - timedelta(days=91))
    row = customer(tickets={"open_severe": 1, "severe_since": as_of - timedelta(days=100)}, sources=stale)
    assert row["gate_severe_ticket"]
    assert pd.isna(row["tickets_reopened"])


def test_silence_runs_from_the_last_touch_or_inquiry_whichever_is_later(customer, as_of) -> None:
    touched = {"last_touch_on": as_of - timedelta(days=90)}
    asked = {"last_opened_on": as_of - timedelta(days=40)}
    assert customer(accounts=OLD, contacts=touched)["silent_days"] == 90
    assert customer(accounts=OLD, contacts=touched, tickets=asked)["silent_days"] == 40


def test_silence_of_a_firm_that_imports_no_touches_is_not_told(customer) -> None:
    assert pd.isna(customer(accounts=OLD, sources=Sources())["silent_days"])


def test_a_champion_is_gone_only_where_nobody_took_the_part(customer, as_of) -> None:
    left = {"champion_left_on": as_of - timedelta(days=5)}
    assert customer(contacts={"champions": 0, **left})["champion_gone"]
    assert not customer(contacts={"champions": 1, **left})["champion_gone"]
    assert pd.isna(customer(contacts={"champions": 0, "contacts": 3})["champion_gone"])
