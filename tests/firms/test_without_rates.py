"""Amounts of a currency without a rate are left out and named; a figure that needs contracts says so without any."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.adapters.health import examine_currency
from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.kernel.database import open_engine
from tests.firms.firm import DAY, FOLDER, ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]
Write = Callable[[dict[str, str]], ImportedFirm]


def language_of(question: str) -> str:
    return "en" if question.isascii() else "ja"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("NRR by industry", "Logistics 100%"),
        ("業種別のNRRは？", "物流業 100%"),
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


ABROAD = {
    "accounts.csv": "id,name\na1,Dune Dairy\na2,Mesa Mills",
    "products.csv": "id,name\np1,Ledger",
    "subscriptions.csv": (
        "id,account,product,monthly,currency,started_on\ns1,a1,p1,400,USD,2025-02-01\ns2,a2,p1,300,USD,2025-03-01"
    ),
}


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_import_says_that_all_amounts_are_in_another_currency(store_url: str, tmp_path: Path, dry_run: bool) -> None:
    for name, rows in ABROAD.items():
        (tmp_path / name).write_text(rows, encoding="utf-8")
    engine = open_engine(store_url)
    firm = Firm(currency="JPY", rejects=tmp_path / "rejects")
    report = import_paths(engine, [tmp_path], as_of=DAY, dry_run=dry_run, firm=firm)
    (note,) = report.notes
    assert "All amounts are in USD, but figures are told in JPY" in note
    assert "firm.currency: USD" in note
    engine.dispose()


@pytest.mark.parametrize("currency", ["USD", "JPY"])
def test_an_import_says_nothing_where_amounts_can_be_told(store_url: str, tmp_path: Path, currency: str) -> None:
    engine = open_engine(store_url)
    firm = Firm(currency=currency, rejects=tmp_path / "rejects")
    report = import_paths(engine, [FOLDER / "two_currencies"], as_of=DAY, firm=firm)
    assert report.notes == ()
    engine.dispose()


def test_the_doctor_says_which_currency_no_figure_can_be_told_in(written_firm: Write) -> None:
    url = written_firm(ABROAD).url
    is_right, told = examine_currency(url, "en")
    assert not is_right
    assert "All amounts are in USD" in told
    assert "firm.currency を USD に" in examine_currency(url, "ja")[1]


@pytest.mark.parametrize(
    ("firm", "is_right", "told"),
    [("two_currencies", False, "No rate of this month from USD to JPY"), ("orders_only", True, "told in JPY")],
)
def test_the_doctor_names_currencies_without_a_rate(open_firm: Open, firm: str, is_right: bool, told: str) -> None:
    found, text = examine_currency(open_firm(firm).url, "en")
    assert (found, told in text) == (is_right, True)
