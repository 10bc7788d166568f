"""Amounts looked up over rows in several currencies say how many of them are in no amount for want of a rate."""

from collections.abc import Callable

import pytest

from tests.firms.firm import ImportedFirm, words_of

Write = Callable[[dict[str, str]], ImportedFirm]
TRADE = {
    "accounts.csv": "id,name,country,industry\na1,Dune Dairy,JP,Food\na2,Mesa Mills,US,Food\na3,Ridge Reels,US,Fishing",
    "products.csv": "id,name\np1,Gauge",
    "purchases.csv": (
        "id,account,product,purchased_on,amount,currency\n"
        "u1,a1,p1,2026-05-04,7000,JPY\nu2,a2,p1,2026-06-08,90,USD\nu3,a3,p1,2026-06-09,80,USD\nu4,a3,p1,2026-07-01,60,EUR"
    ),
    "deals.csv": (
        "id,account,name,amount,currency,outcome,opened_on,closed_on\n"
        "d1,a1,Vats,40000,JPY,won,2026-03-01,2026-04-02\nd2,a2,Belts,600,USD,won,2026-03-01,2026-04-03\n"
        "d3,a1,Lids,30000,JPY,won,2026-03-01,2026-05-03"
    ),
    "invoices.csv": (
        "id,account,amount,currency,issued_on,due_on\n"
        "i1,a1,5000,JPY,2026-09-01,2026-10-01\ni2,a3,70,EUR,2026-09-01,2026-10-01"
    ),
}
TWO_USD, ONE_EUR = "2 purchases in USD", "1 purchase in EUR"


def unrated(firm: ImportedFirm, question: str) -> list[str]:
    reply = firm.ask(question, language="en" if question.isascii() else "ja")
    return [line.text for each in reply.sections if each.key == "unrated" for line in each.lines]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("total amount of purchases", [ONE_EUR, TWO_USD]),
        ("average amount of purchases", [ONE_EUR, TWO_USD]),
        ("largest purchase amount", ["1 customer in EUR", "2 customers in USD"]),
        ("total amount of purchases by country", [ONE_EUR, TWO_USD]),
        ("purchase amount by month", ["2026-07,EUR,", "2 customers in USD. Add the line 2026-06,USD,"]),
        ("total amount of purchases in June 2026", [TWO_USD]),
        ("list all purchases", [ONE_EUR, TWO_USD]),
        ("compare the purchase amount of June 2026 and July 2026", ["1 customer in EUR", "2 customers in USD"]),
        ("購入金額の合計は？", ["EUR建ての1件", "USD建ての2件"]),
        ("total amount of won deals", ["1 deal in USD"]),
        ("list the won deals", ["1 deal in USD"]),
        ("total amount of invoices", ["1 invoice in EUR"]),
    ],
)
def test_what_lacks_a_rate_is_counted_by_currency(written_firm: Write, question: str, told: list[str]) -> None:
    lines = unrated(written_firm(TRADE), question)
    assert len(lines) == len(told), lines
    for line, part in zip(lines, told, strict=True):
        assert part in line


@pytest.mark.parametrize(
    "question",
    [
        "how many purchases were there in June 2026?",
        "total amount of purchases in May 2026",
        "total amount of invoices of Dune Dairy",
    ],
)
def test_nothing_is_said_where_no_amount_is_left_out(written_firm: Write, question: str) -> None:
    firm = written_firm(TRADE)
    assert not unrated(firm, question)
    assert "for want of a rate" not in words_of(firm.ask(question))
