"""Amounts of a currency without a rate are left out and named; a figure that needs contracts says so without any."""

from collections.abc import Callable

import pytest

from tests.firms.firm import ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]
Write = Callable[[dict[str, str]], ImportedFirm]


def language_of(question: str) -> str:
    return "en" if question.isascii() else "ja"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("NRR by industry", "Logistics 100%"),
        ("業種別のNRRは？", "Logistics 100%"),
        ("why did NRR change?", "Unchanged at ¥200,000 a month."),
        ("なぜNRRは変わった？", "月額200,000円で変わりありません。"),
        ("NRR this quarter vs last quarter", "100%"),
    ],
)
def test_what_lacks_a_rate_is_left_out_and_named_first(open_firm: Open, question: str, value: str) -> None:
    reply = open_firm("two_currencies").ask(question, language=language_of(question))
    assert value in reply.headline
    left_out = reply.sections[0].lines[0].text
    assert "USD" in left_out
    assert "4" in left_out


def test_a_group_that_lacks_its_rate_is_no_row(open_firm: Open) -> None:
    reply = open_firm("two_currencies").ask("NRR by country")
    assert [row[0] for row in reply.tables[0].rows] == ["JP"]
    assert "4 customers with contracts in USD" in words_of(reply)


def test_customers_that_all_have_a_rate_need_no_other(open_firm: Open) -> None:
    reply = open_firm("two_currencies").ask("NRR in Japan by industry")
    assert "100%" in reply.headline
    assert "USD" not in words_of(reply)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("NRR by industry", "counted over recurring contracts, and you record none (orders only)"),
        ("why did NRR change?", "counted over recurring contracts, and you record none (orders only)"),
        ("業種別のNRRは？", "契約は記録されていません"),
        ("なぜNRRは変わった？", "契約は記録されていません"),
    ],
)
def test_a_ledger_is_told_that_it_has_no_contracts(open_firm: Open, question: str, told: str) -> None:
    reply = open_firm("orders_only").ask(question, language=language_of(question))
    assert told in reply.headline
    assert not reply.tables


def test_one_of_a_kind_is_told_in_the_singular(open_firm: Open) -> None:
    assert "1 cancellation requested (Denver Docks)" in open_firm("two_currencies").ask("what changed?").headline
