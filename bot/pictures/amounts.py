"""Amounts and days of a chart in words: in full where there is room, short on an axis."""

from __future__ import annotations

import datetime as dt
import re

from babel.dates import format_date
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    is_currency,
)

SHARE = "share"
_LOCALES = {"ja": "ja_JP", "en": "en_US"}
_COMPACT_FROM = 10_000  # below it the whole number is as short


def write_amount(amount: float, unit: str, language: str) -> str:
    """An amount in full.

    >>> write_amount(0.0334, "share", "en"), write_amount(12_345_000, "JPY", "ja"), write_amount(4, "", "en")
    ('3.3%', '12,345,000円', '4')
    """
    locale = _LOCALES[language]
    if unit == SHARE:
        return format_percent(amount, format="#,##0.0%", locale=locale)
    if is_currency(unit):
        digits = "¤#,##0" if float(amount).is_integer() else None
        written = format_currency(amount, unit, format=digits, locale=locale, currency_digits=digits is None)
        return _yen(written, language)
    return format_decimal(round(amount, 1), locale=locale)


def write_short(amount: float, unit: str, language: str) -> str:
    """An amount for an axis.

    >>> write_short(12_345_000, "JPY", "ja"), write_short(12_345_000, "JPY", "en"), write_short(0.05, "share", "ja")
    ('1,234.5万円', '¥12.3M', '5%')
    """
    locale = _LOCALES[language]
    if unit == SHARE:
        return format_percent(amount, format="#,##0.#%", locale=locale)
    if abs(amount) < _COMPACT_FROM:
        return write_amount(amount, unit, language)
    if is_currency(unit):
        return _grouped(_yen(format_compact_currency(amount, unit, locale=locale, fraction_digits=1), language))
    return format_compact_decimal(amount, locale=locale, fraction_digits=1)


def write_day(day: dt.date, language: str) -> str:
    """A day on an axis.

    >>> write_day(dt.date(2026, 9, 5), "ja"), write_day(dt.date(2026, 9, 5), "en")
    ('9/5', '5 Sep')
    """
    return format_date(day, format="M/d" if language == "ja" else "d MMM", locale=_LOCALES[language])


def _grouped(text: str) -> str:
    """1234.5万 as 1,234.5万, as it is printed."""
    return re.sub(r"\d(?=\d{3}(?:\D|$))", r"\g<0>,", text, count=1)


def _yen(text: str, language: str) -> str:
    """Yen as the language's reader writes them: 1,200円, ¥1,200."""
    plain = text.replace("￥", "¥")
    return f"{plain.replace('¥', '')}円" if language == "ja" and "¥" in plain else plain
