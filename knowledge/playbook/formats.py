"""How money, dates and shares are written in each language."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision


@dataclass(frozen=True)
class Money:
    """An amount in integer minor units of its currency; JPY has none, so 1000 is ¥1,000."""

    minor: int
    currency: str

    @property
    def main(self) -> float:
        """The amount in main units, for display only."""
        return self.minor / float(10 ** get_currency_precision(self.currency))


@dataclass(frozen=True)
class Share:
    """A part of a whole, 0-1, shown as a whole percentage."""

    part: float


@dataclass(frozen=True)
class Rate:
    """A part of a whole where a tenth of a percent matters: 1.046 is 104.6%."""

    part: float


@dataclass(frozen=True)
class Month:
    """The month in which a day lies."""

    day: dt.date


@dataclass(frozen=True)
class WholeMonth:
    """A month in a letter: "November 2026", or its name alone where ``has_year`` is not set."""

    day: dt.date
    has_year: bool = True


@dataclass(frozen=True)
class ShortDay:
    """A day as one writes it in a letter of ``today``: without its year where that is clear."""

    day: dt.date
    today: dt.date
    weekday: bool = False

    @property
    def is_this_year(self) -> bool:
        """Whether the year need not be said: this one's, or within half a year."""
        return self.day.year == self.today.year or abs((self.day - self.today).days) < _CLEAR_DAYS


_CLEAR_DAYS = 120


def write_points(points: float) -> str:
    """Points above or below zero, whole: +47, −12, 0; a half goes away from zero, as people round.

    >>> write_points(62.5), write_points(-12.5), write_points(0.2)
    ('+63', '−13', '0')
    """
    whole = math.floor(abs(points) + 0.5)
    return f"{'+' if points > 0 else '−'}{whole}" if whole else "0"


def write_value(value: object, language: str) -> object:
    """The value as a reader of ``language`` expects it; text stays as it is.

    >>> write_value(Share(0.628), "en"), write_value(Money(1200, "JPY"), "ja")
    ('63%', '1,200円')
    >>> write_value(dt.date(2026, 9, 30), "ja")
    '2026年9月30日'
    """
    locale = _locale(language)
    match value:
        case bool() | str():
            shown: object = value
        case Money():
            shown = _write_money(value, language, locale)
        case Share():
            shown = format_percent(value.part, locale=locale)
        case Rate():
            shown = format_percent(value.part, format="#,##0.0%", locale=locale)
        case Month():
            shown = format_date(value.day, format="y年M月" if language == "ja" else "MMM y", locale=locale)
        case WholeMonth():
            shown = _write_month(value, language, locale)
        case ShortDay():
            shown = _write_short_day(value, language, locale)
        case int():
            shown = format_decimal(value, locale=locale)
        case float():
            shown = format_decimal(round(value, 1), locale=locale)
        case dt.datetime():
            pattern = "y年M月d日(E) H:mm" if language == "ja" else "EEE d MMM y, HH:mm"
            shown = format_datetime(value, format=pattern, tzinfo=value.tzinfo, locale=locale)
        case dt.date():
            shown = format_date(value, format="long" if language == "ja" else "d MMM y", locale=locale)
        case _:
            shown = value
    return shown


def _write_month(month: WholeMonth, language: str, locale: Locale) -> str:
    pattern = "M月" if language == "ja" else "MMMM"
    if month.has_year:
        pattern = f"y年{pattern}" if language == "ja" else f"{pattern} y"
    return str(format_date(month.day, format=pattern, locale=locale))


def _write_short_day(short: ShortDay, language: str, locale: Locale) -> str:
    pattern = "M月d日" if language == "ja" else "d MMMM"
    if not short.is_this_year:
        pattern = f"y年{pattern}" if language == "ja" else f"{pattern} y"
    if short.weekday:
        pattern = f"{pattern}（E）" if language == "ja" else f"EEEE, {pattern}"
    return str(format_date(short.day, format=pattern, locale=locale))


def _write_money(money: Money, language: str, locale: Locale) -> str:
    whole = money.minor % 10 ** get_currency_precision(money.currency) == 0
    if language == "ja" and money.currency == "JPY":
        return f"{format_decimal(money.minor, locale=locale)}円"
    pattern = "¤#,##0" if whole else None
    written = format_currency(money.main, money.currency, format=pattern, locale=locale, currency_digits=not whole)
    return written.replace("￥", "¥")


@cache
def _locale(language: str) -> Locale:
    return Locale.parse({"ja": "ja_JP", "en": "en_US"}[language])
