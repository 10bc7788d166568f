"""Losses as people ask for them: by contract, as the firm recorded them, and of who only orders; use of no product."""

from collections.abc import Callable

import pytest

from tests.firms.firm import ImportedFirm, words_of

Written = Callable[[dict[str, str]], ImportedFirm]

PRODUCTS = """
id,name,list_price,currency,billing_period,is_per_seat
plan,Harbour Plan,100,USD,month,yes
pump,Bilge Pump,20,USD,month,no
"""
# Kelp's loss stands beside a contract that runs; Foam came back, Reef began anew, Gull's last contract ended.
ACCOUNTS = """
id,name
kelp,Kelp Yards
foam,Foam Ferries
reef,Reef Tours
gull,Gull Rescue
tide,Tide Works
"""
CONTRACTS = """
account,product,seats,monthly,currency,started_on,ended_on
kelp,plan,40,4000,USD,2025-01-01,
foam,plan,10,1000,USD,2025-01-01,
reef,plan,10,,,2025-01-01,
reef,pump,,20,USD,2026-10-01,
gull,plan,10,1000,USD,2025-01-01,2026-09-10
tide,plan,10,1000,USD,2025-01-01,
"""
EVENTS = """
account,lost_on,back_on,reason
kelp,2026-10-20,,price
foam,2026-07-05,2026-08-20,support
reef,2026-08-01,,price
"""


@pytest.fixture
def marina(written_firm: Written) -> ImportedFirm:
    files = {"products.csv": PRODUCTS, "accounts.csv": ACCOUNTS, "subscriptions.csv": CONTRACTS}
    return written_firm(files | {"churn_events.csv": EVENTS})


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("how many customers have we lost?", {"Kelp Yards", "Gull Rescue"}),
        ("失った顧客は何社ですか？", {"Kelp Yards", "Gull Rescue"}),
        ("how many customers did we lose in July?", {"Foam Ferries"}),
        ("which customers did we lose between August and September 2026?", {"Reef Tours", "Gull Rescue"}),
        ("10月に解約した顧客は？", {"Kelp Yards"}),
        ("how many customers have we won back?", {"Foam Ferries"}),
    ],
)
def test_recorded_losses_and_ended_contracts_are_losses(marina: ImportedFirm, question: str, names: set[str]) -> None:
    reply = marina.ask(question, language="en" if question.isascii() else "ja")
    assert {choice.label for choice in reply.listed} == names
    assert reply.figure("look_up").raw == len(names)


def test_what_was_recorded_of_who_came_back_stands_beside_the_count(marina: ImportedFirm) -> None:
    assert "3 recorded losses of 3 customers" in words_of(marina.ask("how many customers have we lost?"))
    assert "解約記録：3件（3社）" in words_of(marina.ask("失った顧客は何社ですか？", language="ja"))


def test_a_count_of_customers_needs_neither_a_rate_nor_a_price(marina: ImportedFirm) -> None:
    reply = marina.ask("what was our logo churn from July to September 2026?")
    assert (reply.figure("look_up").raw, reply.figure("look_up").basis[:11]) == (0.2, "5 customers")
    assert "Lost means: the last contract ended" in words_of(reply)
    told = words_of(marina.ask("show me our logo churn by quarter"))
    assert "1 of 5 customers" in told
    assert "1 loss of a customer was recorded in this time (1 customer)" in told


def test_whoever_stopped_ordering_is_lost_at_a_firm_of_orders(open_firm: Callable[[str], ImportedFirm]) -> None:
    bikes = open_firm("orders_only")
    lost = bikes.ask("how many customers have we lost?")
    assert {choice.label for choice in lost.listed} == {"Gone Gravel", "Late Harbour Bikes"}
    assert bikes.ask("is Gone Gravel lost?").headline.startswith("Yes: Gone Gravel left on 7 Nov 2025")
    assert bikes.ask("is Alder Cycles lost?").headline == "No: Alder Cycles has not left."
    assert {choice.label for choice in bikes.ask("who are our new customers?").listed} == {"New Saddle"}


def _days(account: str, feature: str, since: str, until: str, events: int, users: str) -> str:
    from datetime import date, timedelta

    first, last = date.fromisoformat(since), date.fromisoformat(until)
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return "".join(f"{account},,{feature},{day},{users},{events}\n" for day in days)


USE = (
    "account,product,feature,day,active_users,events\n"
    + "".join(
        _days("kelp", feature, "2026-07-01", "2026-11-01", 10, "38")
        + _days("kelp", feature, "2026-11-02", "2026-11-29", n, "38")
        for feature, n in (("charts", 3), ("alarms", 5))
    )
    + _days("reef", "", "2026-07-01", "2026-11-29", 7, "")
)


def test_use_that_names_no_product_is_the_use_of_what_they_have(written_firm: Written) -> None:
    files = {"products.csv": PRODUCTS, "accounts.csv": ACCOUNTS, "subscriptions.csv": CONTRACTS, "usage.csv": USE}
    marina = written_firm(files)
    kelp = words_of(marina.run("check_usage", "Kelp Yards"))
    assert "−60%" in kelp
    assert "Harbour Plan" in kelp
    assert "somebody is active on 38 of 40 (95%) seats" in kelp
    assert "224 events in the last 28 days against 560" in kelp
    reef = words_of(marina.run("check_usage", "Reef Tours"))
    assert "All together · +0%" in reef
    assert "全体 · +0%" in words_of(marina.run("check_usage", "Reef Tours", language="ja"))
    assert "no use data for Tide Works" in words_of(marina.run("check_usage", "Tide Works"))


def test_whether_a_customer_is_about_to_leave_is_asked_of_their_risk(open_firm: Callable[[str], ImportedFirm]) -> None:
    bikes = open_firm("orders_only")
    for question in ("is Gone Gravel about to leave?", "will Gone Gravel leave us?"):
        assert bikes.ask(question).intent == "assess_churn"
    assert bikes.ask("who is about to leave?").intent == "list_churn_risks"
    assert "1 is held back" in bikes.run("rank_accounts").headline
