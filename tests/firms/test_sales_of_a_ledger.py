"""Sales, asked of a firm that records orders and neither deals nor contracts: told from its orders."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from knowledge.tables import Product, Purchase
from tests.firms.firm import DAY, ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]


def _sum_of_october(firm: ImportedFirm) -> int:
    month = Purchase.purchased_on.between(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    query = select(func.sum(Purchase.amount_minor)).where(month)
    with firm.knowledge.engine.connect() as connection:
        return int(connection.execute(query).scalar_one())


@pytest.mark.parametrize(
    "question", ["how much did we sell in October 2026?", "10月の売上は？", "what were our sales in October 2026?"]
)
def test_what_was_sold_is_what_was_ordered(open_firm: Open, question: str) -> None:
    firm = open_firm("orders_only")
    reply = firm.ask(question, language="en" if question.isascii() else "ja")
    assert _sum_of_october(firm) == 516_300
    assert "516,300" in reply.headline


@pytest.mark.parametrize("question", ["top 3 customers by revenue", "売上上位3社"])
def test_customers_are_put_in_order_by_what_they_bought(open_firm: Open, question: str) -> None:
    firm = open_firm("orders_only")
    reply = firm.ask(question, language="en" if question.isascii() else "ja")
    assert reply.listed[0].label == "Quarter Cycles"
    assert "736,000" in reply.headline


@pytest.mark.parametrize("question", ["best selling articles", "一番売れてる製品は？"])
def test_articles_are_put_in_order_by_what_was_ordered(open_firm: Open, question: str) -> None:
    firm = open_firm("orders_only")
    told = words_of(firm.ask(question, language="en" if question.isascii() else "ja"))
    with firm.knowledge.engine.connect() as connection:
        query = select(func.sum(Purchase.amount_minor)).join(Product).where(Product.name == "Chain 9-speed")
        assert f"{int(connection.execute(query).scalar_one()):,}" in told


def test_what_orders_do_not_tell_is_asked_of_deals_as_before(open_firm: Open) -> None:
    assert "no deals" in open_firm("orders_only").ask("open deals").headline


def test_a_firm_of_deals_is_told_its_deals(open_firm: Open) -> None:
    assert "deals" in words_of(open_firm("deals_only").ask("how many deals did we win this year?"))


def test_a_firm_of_contracts_is_told_what_is_paid_a_month(open_firm: Open) -> None:
    firm = open_firm("contracts_only")
    assert "monthly revenue" in words_of(firm.ask("top 3 customers by revenue", as_of=DAY))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("who has Chain 9-speed but not Bearing Grease?", {"Gone Gravel", "New Saddle", "Small Range Shop"}),
        ("チェーン9速を買っているがグリースは買っていない顧客は？", {"Gone Gravel", "New Saddle", "Small Range Shop"}),
        ("which customers have Work Gloves?", {"Delta Drops", "Yearly Yacht Club"}),
    ],
)
def test_who_has_an_article_is_who_ordered_it(open_firm: Open, question: str, names: set[str]) -> None:
    firm = open_firm("orders_only")
    reply = firm.ask(question, language="en" if question.isascii() else "ja")
    assert {choice.label for choice in reply.listed} == names


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("does Alder Cycles have City Tyre?", "Yes: Alder Cycles has bought City Tyre."),
        ("does Alder Cycles have Work Gloves?", "No: Alder Cycles has not bought Work Gloves."),
    ],
)
def test_whether_a_customer_has_an_article_is_told_from_orders(open_firm: Open, question: str, told: str) -> None:
    assert open_firm("orders_only").ask(question).headline == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "of 23 customers 0 do well and have it on record, and 3 are needed"),
        ("ja", "お客様23社のうち、状態が良好で記録があるのは0社で、3社必要です"),
    ],
)
def test_best_customers_by_what_nobody_records_are_refused_for_that(open_firm: Open, language: str, told: str) -> None:
    reply = open_firm("orders_only").run("study_best_customers", language=language)
    assert told in reply.headline
