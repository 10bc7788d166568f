"""New, won back, lost and having, counted alike in every table of a firm with contracts only."""

import datetime as dt
from collections.abc import Callable

import pytest

from knowledge.metrics.queries.ownership import load_owners
from tests.firms.firm import ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]
SEPTEMBER = {"date": "2026-09-01", "date_end": "2026-09-30"}
QUARTER = {"date": "2026-07-01", "date_end": "2026-09-30"}


@pytest.fixture
def telecom(open_firm: Open) -> ImportedFirm:
    return open_firm("contracts_only")


def moves(firm: ImportedFirm, language: str = "en", **period: str) -> dict[str, tuple[str, ...]]:
    """The table of movements: row name → amount and customers."""
    reply = firm.run("show_metrics", metric="logo_churn", language=language, **period)
    table = next(table for table in reply.tables if table.key == "movements")
    return {row[0]: row[1:] for row in table.rows}


def test_who_comes_back_is_won_back_and_not_new(telecom: ImportedFirm) -> None:
    september = moves(telecom, **SEPTEMBER)
    assert september["+ won back (had a contract before)"] == ("¥9,000", "1")
    assert september["+ new (first contract ever)"] == ("¥0", "0")
    assert moves(telecom, language="ja", **SEPTEMBER)["＋復活（過去に契約あり）"] == ("9,000円", "1")


def test_a_quarter_says_that_it_compares_two_evenings(telecom: ImportedFirm) -> None:
    quarter = moves(telecom, **QUARTER)
    assert quarter["− churn"][1] == "0"
    assert quarter["+ won back (had a contract before)"][1] == "0"
    told = words_of(telecom.run("show_metrics", metric="logo_churn", **QUARTER))
    formula = telecom.run("show_metrics", metric="logo_churn", **QUARTER).figure("logo_churn").formula
    assert "came back in between is not counted" in told + formula


def test_customers_are_those_who_are_customers_that_day(telecom: ImportedFirm) -> None:
    with telecom.knowledge.access("operator", as_of=dt.date(2026, 11, 30)) as access:
        customers = set().union(*load_owners(access, access.as_of).values())
        may = set().union(*load_owners(access, dt.date(2026, 5, 30)).values())
    gone = telecom.account_id("Gone Garden Spa")
    assert (gone in customers, gone in may) == (False, True)
    assert telecom.account_id("Soon Signed Clinic") not in customers
    assert len(customers) == 23


@pytest.mark.parametrize(("name", "share"), [("Line", 1.0), ("Fibre Line Pro", 2 / 23), ("Care", 12 / 23)])
def test_a_family_has_an_attach_rate_as_a_product_has(telecom: ImportedFirm, name: str, share: float) -> None:
    figure = telecom.run("show_metrics", metric="attach_rate", product=name).figure("attach_rate")
    assert figure.raw == pytest.approx(share, abs=0.001)
