"""A firm of contracts and orders: each customer is lost by what there is of them, and the ways are told apart."""

import datetime as dt
from collections.abc import Callable

import pytest

from actions.presenters.backtests import tell_churn_backtest
from knowledge.churn.backtest.backtest import run_churn_backtest
from knowledge.churn.queries.history import load_churn_windows
from knowledge.kernel.visibility import OPERATOR
from knowledge.playbook.phrases import Phrases
from tests.firms.firm import DAY, ImportedFirm, words_of

Write = Callable[[dict[str, str]], ImportedFirm]
Open = Callable[[str], ImportedFirm]


def _orders(account: str, until: dt.date) -> str:
    days = (dt.date(2025, 1, 6) + dt.timedelta(days=28 * n) for n in range(26))
    return "".join(f"{account},jet,1,900,JPY,{day}\n" for day in days if day <= until)


# Amber and Basil have care contracts, Basil's ended; Cedar and Dill only order, Dill stopped in June; Elm's loss was
# recorded while its contract runs; Fern ordered once, before its contract began, and has it still.
FILES = {
    "products.csv": "id,name,family\ncare,Pump Care,Care\njet,Pressure Jet,Jets",
    "accounts.csv": "id,name\n"
    + "\n".join(f"{name.casefold()},{name} Farm" for name in ("Amber", "Basil", "Cedar", "Dill", "Elm", "Fern")),
    "subscriptions.csv": (
        "id,account,product,monthly,currency,started_on,ended_on\n"
        "s1,amber,care,900,JPY,2025-01-01,\ns2,basil,care,900,JPY,2025-01-01,2026-06-15\n"
        "s3,elm,care,900,JPY,2025-01-01,\ns4,fern,care,900,JPY,2025-02-01,"
    ),
    "purchases.csv": (
        "account,product,quantity,amount,currency,purchased_on\nfern,jet,1,900,JPY,2025-01-10\n"
        + _orders("cedar", DAY)
        + _orders("dill", dt.date(2026, 6, 1))
    ),
    "churn_events.csv": "account,lost_on,reason\nelm,2026-07-01,price",
}


@pytest.fixture
def pumps(written_firm: Write) -> ImportedFirm:
    return written_firm(FILES)


@pytest.mark.parametrize("question", ["which customers have we lost?", "失ったお客様は？"])
def test_each_customer_is_lost_by_what_there_is_of_them(pumps: ImportedFirm, question: str) -> None:
    reply = pumps.ask(question, language="en" if question.isascii() else "ja")
    assert {choice.label for choice in reply.listed} == {"Basil Farm", "Dill Farm", "Elm Farm"}


def test_past_days_count_each_way_apart(pumps: ImportedFirm) -> None:
    with pumps.knowledge.access(OPERATOR.key, as_of=DAY) as access:
        found = run_churn_backtest(load_churn_windows(access, horizon_days=90, windows=3), access.rules.churn)
        told = tell_churn_backtest(found, access.rules, Phrases("en"), horizon_days=90)
    assert (found.definition, found.told_by) == ("events+contract+buying", {"events": 1, "contract": 1, "buying": 1})
    assert "The losses of all past days looked at: 1 by contract, 1 as recorded and 1 by buying." in told
    assert "or without any contract, nothing was bought in the 90 days after" in " ".join(told)


def test_whose_loss_was_recorded_is_no_customer_afterwards_though_a_contract_runs(pumps: ImportedFirm) -> None:
    with pumps.knowledge.access(OPERATOR.key, as_of=DAY) as access:
        windows = load_churn_windows(access, horizon_days=90, windows=2)
    elm = pumps.account_id("Elm Farm")
    assert [elm in window.features.index for window in windows] == [True, False]


def test_what_counts_as_lost_names_each_way(pumps: ImportedFirm) -> None:
    told = words_of(pumps.run("assess_churn", "Cedar Farm"))
    assert "the last contract ended" in told
    assert "without any contract, nothing was bought" in told
    assert "契約のないお客様では" in words_of(pumps.run("assess_churn", "Cedar Farm", language="ja"))


def test_an_order_before_the_contract_is_no_silence(pumps: ImportedFirm) -> None:
    assert pumps.ask("is Fern Farm lost?").headline == "No: Fern Farm has not left."
    assert pumps.ask("is Cedar Farm lost?").headline == "No: Cedar Farm has not left."


@pytest.mark.parametrize(("question", "language"), [("how many customers do we have?", "en"), ("お客様は何社？", "ja")])
def test_customers_are_those_who_still_order(open_firm: Open, question: str, language: str) -> None:
    bikes = open_firm("orders_only")
    had = {choice.label for choice in bikes.ask("who has Chain 9-speed?").listed}
    assert {"Gone Gravel", "Late Harbour Bikes"} <= had  # what they have once bought they have bought
    assert bikes.ask(question, language=language).figure("look_up").raw == 21
    assert bikes.ask(question, language=language, as_of=dt.date(2025, 10, 1)).figure("look_up").raw == 22


@pytest.mark.parametrize("question", ["who hasn't ordered since September?", "9月以降注文のないお客様は？"])
def test_who_stopped_ordering_is_found_by_asking_for_it(open_firm: Open, question: str) -> None:
    reply = open_firm("orders_only").ask(question, language="en" if question.isascii() else "ja")
    assert {"Gone Gravel", "Late Harbour Bikes", "Never Yet Bikes"} <= {choice.label for choice in reply.listed}
