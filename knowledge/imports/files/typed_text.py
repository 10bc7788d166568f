"""Typed values as an export would write them."""

from __future__ import annotations

import datetime as dt

SURE_DIGITS = 15  # Excel keeps 15; what is longer has lost its end


def cell_text(value: object) -> str:
    """A typed value as an export would write it: 12.0 is 12, a date is ISO, a 16-digit number shows its damage."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dt.datetime, dt.date)):
        return day_text(value)
    return number_text(value) if isinstance(value, (int, float)) else str(value)


def number_text(value: float) -> str:
    """A number as an export would write it, without the digits that no program shows.

    >>> number_text(12.0), number_text(0.1 + 0.2), number_text(1234567890123456789)
    ('12', '0.3', '1.23457E+18')
    """
    if abs(value) >= 10**SURE_DIGITS:
        return f"{value:.5E}"
    shown = float(f"{value:.{SURE_DIGITS}g}")
    return str(int(shown)) if shown == int(shown) else repr(shown)


def day_text(value: dt.datetime | dt.date | dt.time | dt.timedelta) -> str:
    """A day as ISO, with its time where it is not midnight."""
    if isinstance(value, dt.datetime) and value.time() == dt.time() and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)
