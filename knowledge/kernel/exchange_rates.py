"""Dated exchange rates from a file, so that amounts of two currencies are never added silently."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.numbers import get_currency_precision

from knowledge.errors import RateMissing, RatesBroken
from knowledge.playbook.rules import Rules
from knowledge.settings import ROOT


@dataclass(frozen=True)
class Rates:
    """What one main unit of a currency was worth in main units of the reporting one, by month (``2026-09``)."""

    reporting: str
    rates: Mapping[tuple[str, str], float] = field(default_factory=dict)
    file: str = ""

    def knows(self, currency: str, day: dt.date) -> bool:
        """Whether there is a rate for the month of a day."""
        return currency == self.reporting or (f"{day:%Y-%m}", currency) in self.rates

    def factor(self, currency: str, day: dt.date) -> float:
        """Minor units of ``currency`` times this are minor units of the reporting currency, at the month's rate.

        RateMissing names the currency, the month and the file to mend.
        """
        if currency == self.reporting:
            return 1.0
        month = f"{day:%Y-%m}"
        rate = self.rates.get((month, currency))
        if rate is None:
            file = self.file or "metrics.rates_file"
            raise RateMissing(
                f"No rate from {currency} to {self.reporting} for {month}. Add the line {month},{currency},RATE "
                f"to {file}, or set firm.currency to {currency} where that is what you count in.",
                currency=currency,
                reporting=self.reporting,
                month=month,
                file=file,
            )
        return rate * 10.0 ** (get_currency_precision(self.reporting) - get_currency_precision(currency))


def rates_of(rules: Rules) -> Rates:
    """The firm's rates, from the file that ``config.yml`` names; a bare path lies beside it."""
    file = rules.metrics.rates_file
    return load_rates(ROOT / file if file else None, rules.firm.currency)


def compare_in(rules: Rules, day: dt.date) -> Callable[[str | None], float | None]:
    """By currency, what brings its minor units to the reporting ones on that day; None where no rate was written."""
    rates = rates_of(rules)

    @cache
    def factor(currency: str | None) -> float | None:
        try:
            return rates.factor(currency or rates.reporting, day)
        except RateMissing:
            return None

    return factor


def load_rates(path: Path | None, reporting: str) -> Rates:
    """The rates of a CSV with the columns month, currency, rate; none at all without a file.

    RatesBroken names the file and the line that cannot be read.
    """
    if path is None:
        return Rates(reporting)
    found: dict[tuple[str, str], float] = {}
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                line += 1
                found[_key(row)] = _rate(row)
    except OSError as error:
        message = f"{path.name}: cannot be read ({error.strerror})"
        raise RatesBroken(message, file=path.name, key="", line=0) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{path.name}, line {line}: must hold month,currency,rate, such as 2026-09,USD,147.5"
        raise RatesBroken(message, file=path.name, key=f"line {line}", line=line) from error
    return Rates(reporting, found, path.name)


def _key(row: Mapping[str, str]) -> tuple[str, str]:
    month = dt.datetime.strptime(row["month"].strip(), "%Y-%m").replace(tzinfo=dt.UTC)
    return f"{month:%Y-%m}", row["currency"].strip().upper()


def _rate(row: Mapping[str, str]) -> float:
    rate = float(row["rate"])
    if not 0 < rate < float("inf"):
        raise ValueError(rate)
    return rate
