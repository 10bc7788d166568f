"""Exchange rates from a file: dated, and never guessed."""

import datetime as dt
from pathlib import Path

import pytest

from knowledge.errors import RateMissing, SettingsBroken
from knowledge.kernel.exchange_rates import Rates, load_rates

DAY = dt.date(2026, 9, 12)


def test_cents_become_yen_at_the_rate_of_the_month(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("month,currency,rate\n2026-08,USD,146\n2026-09,USD,150\n", encoding="utf-8")
    assert load_rates(file, "JPY").factor("USD", DAY) == pytest.approx(1.5)  # 100 cents are 150 yen


def test_the_reporting_currency_needs_no_rate() -> None:
    assert Rates("JPY").factor("JPY", DAY) == 1


def test_a_missing_rate_names_currency_month_and_file(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("month,currency,rate\n2026-08,USD,146\n", encoding="utf-8")
    with pytest.raises(RateMissing, match=r"from USD to JPY for 2026-09.*rates\.csv"):
        load_rates(file, "JPY").factor("USD", DAY)


@pytest.mark.parametrize("line", ["2026-09,USD,dear", "September,USD,150", "2026-09,USD,-3", "2026-09,USD"])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(f"month,currency,rate\n2026-08,USD,146\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsBroken, match=r"rates\.csv, line 3"):
        load_rates(file, "JPY")
