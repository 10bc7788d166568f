import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.imports.cells.amounts import read_amount
from knowledge.imports.cells.days import read_day
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import read_flag, read_id, read_period, read_share, read_whole

APRIL = dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    "text",
    ["2026-04-01", "2026/4/1", "2026年4月1日", "２０２６年４月１日", "20260401", "令和8年4月1日", "R8.4.1", "46113",
     "46113.5", "2026-04-01T23:30:00Z", "2026-04-01 09:00", "1775001600", "1775001600000", "FY2026", "2026年度",
     "2026年4月", "2026-04", "令8.4.1", "令和8年4月", "㋿8年4月1日", "1-Apr-26"],
)  # fmt: skip
def test_every_way_to_write_the_first_of_april(text: str) -> None:
    assert read_day(text) == APRIL


def test_an_american_date_needs_its_format_named() -> None:
    with pytest.raises(CellUnclear, match="date_format"):
        read_day("4/1/2026")
    assert read_day("4/1/2026", ("%m/%d/%Y",)) == APRIL


def test_a_moment_belongs_to_the_day_of_the_firms_time_zone() -> None:
    assert read_day("2026-03-31T23:30:00Z", timezone="Asia/Tokyo") == APRIL
    assert read_day("2026-03-31T23:30:00.000+0000", timezone="Asia/Tokyo") == APRIL


@pytest.mark.parametrize(
    "text",
    ["2026-03-31 20:30 UTC", "2026-03-31 20:30:00 +0000 UTC", "2026-03-31 08:30 PM PST", "2026-03-31T20:30:00[UTC]",
     "Tue Mar 31 2026 20:30:00 GMT+0000 (Coordinated Universal Time)", "2026-03-31 20:30 America/New_York",
     "2026-03-31T20:30:00+01:00[Europe/Paris]"],
)  # fmt: skip
def test_every_way_to_write_a_zone(text: str) -> None:
    assert read_day(text, timezone="Asia/Tokyo") == APRIL


def test_two_formats_that_read_two_days_leave_it_open() -> None:
    both = ("%d/%m/%Y", "%m/%d/%Y")
    assert read_day("13/04/2026", both) == read_day("04/13/2026", both) == dt.date(2026, 4, 13)
    with pytest.raises(CellUnclear, match=r"2026-02-01.*or 2026-01-02"):
        read_day("01/02/2026", both)


def test_quarters_follow_the_fiscal_year() -> None:
    assert read_day("FY2025 Q4") == dt.date(2026, 1, 1)
    assert read_day("2026年度第1四半期", fiscal_start=1) == dt.date(2026, 1, 1)


@pytest.mark.parametrize("text", ["2026-02-30", "soon", "13/13/13", "99999999999999"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(CellUnclear):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("¥1,200", "1200", "¥"), ("￥１，２００", "1200", "¥"), ("US$1,200.50", "1200.50", "US$"),
        ("\\1,200", "1200", "\\"), ("1200円", "1200", "円"), ("CHF 1’200.50", "1200.50", "CHF"),
        ("(1,234.50)", "-1234.50", None), ("△500", "-500", None), ("120万円", "1200000", "円"),
        ("USD 12.5", "12.5", "USD"), ("1,00,000", "100000", None),
        ("3万5千円", "35000", "円"), ("1億2000万円", "120000000", "円"), ("12.5百万円", "12500000", "円"),
        ("1,200円(税込)", "1200", "円"), ("1,200千円", "1200000", "円"),
    ],
)  # fmt: skip
def test_amounts_as_exports_write_them(text: str, amount: str, currency: str | None) -> None:
    assert read_amount(text) == (Decimal(amount), currency)


def test_a_decimal_comma_is_asked_about_not_guessed() -> None:
    with pytest.raises(CellUnclear, match="decimal_mark"):
        read_amount("1.234,56")
    assert read_amount("1.234,56", ",") == (Decimal("1234.56"), None)


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_a_whole_amount_reads_back_in_every_dress(number: int) -> None:
    assert read_amount(f"{number:,}")[0] == number
    assert read_amount(f"{number:,}.00")[0] == number


def test_ids_that_excel_touched() -> None:
    assert [read_id(text) for text in ("12.0", "0012.0", "0012", "A-1")] == ["12", "0012", "0012", "A-1"]
    with pytest.raises(CellUnclear, match="Excel shortened"):
        read_id("1.23457E+17")


def test_flags_numbers_and_periods_in_both_languages() -> None:
    assert [read_flag(text) for text in ("はい", "TRUE", "○", "いいえ", "×", "0")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert read_whole("１，２３４.0") == 1234
    assert [read_period(text) for text in ("P1M", "annually", "月額", "一括")] == [1, 12, 1, 0]


def test_points_between_thousands_are_asked_about() -> None:
    with pytest.raises(CellUnclear, match="decimal_mark"):
        read_amount("1.234.567")
    with pytest.raises(CellUnclear, match="decimal_mark"):
        read_whole("1.200")
    assert read_whole("1.200", ",") == 1200
    assert read_share("12,5 %", ",") == Decimal("0.125")


def test_no_share_is_more_than_the_whole() -> None:
    with pytest.raises(CellUnclear):
        read_share("120%")


@pytest.mark.parametrize("text", ["R0.1.1", "令和0年5月1日", "H00/04/01"])
def test_no_era_has_a_year_0(text: str) -> None:
    with pytest.raises(CellUnclear, match="calendar"):
        read_day(text)


@pytest.mark.parametrize("text", ["20260331T163000Z", "20260331T163000+0000", "20260401"])
def test_moments_without_signs_between_are_moved_to_the_firms_zone(text: str) -> None:
    assert read_day(text, timezone="Asia/Tokyo") == dt.date(2026, 4, 1)
