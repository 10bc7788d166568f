"""A moment with its time and zone, and the day it is where the firm is."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = r"(?:UTC|GMT)?\s*[+-]\s*\d{1,2}(?::?\d{2})?"
_NAMED = r"Z|UTC|GMT|[A-Z]{2,4}T|[A-Z][\w+-]*/[\w/+-]+"
_TIME = re.compile(
    r"[T\s,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*((?:am|pm|a\.m\.|p\.m\.)(?![a-z]))?"
    rf"\s*({_OFFSET})?\s*[\[(]?({_NAMED})?[\])]?\s*(?:\([A-Z][\w ]+\))?\s*$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"\d:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?(?![a-z]))?\s*[\[(]?([A-Z]{2,4}T|[A-Z]\w*/[\w/+-]+)[\])]?\s*$",
    re.I,
)
# Abbreviations that mean one offset wherever they are used, in hours.
_ABBREVIATED = {
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "JST": 9,
    "CET": 1,
    "EET": 2,
}


def day_in_zone(day: dt.date, rest: str, *, written_in: str | None, shown_in: str | None) -> dt.date:
    """The day that ``day`` and the time in ``rest`` are in the zone ``shown_in``.

    A time that names no zone is one of ``written_in``; without that, and where there is no time, the day stays.
    """
    found = _TIME.match(rest) if rest and shown_in else None
    if found is None or shown_in is None:
        return day
    named = _zone(found[5] or found[6]) if found[5] or found[6] else None
    zone = named if found[5] or found[6] else ZoneInfo(written_in) if written_in else None
    hour = _hour(int(found[1]), (found[4] or "").lower())
    if zone is None or hour is None:
        return day
    moment = dt.datetime.combine(day, dt.time(hour, int(found[2]), int(found[3] or 0) % 60), zone)
    return moment.astimezone(ZoneInfo(shown_in)).date()


def unclear_zone(text: str) -> str | None:
    """The abbreviation behind a time that several zones share, such as IST or CST."""
    found = _ABBREVIATION.search(text)
    return found[1].upper() if found and _zone(found[1]) is None else None


def _hour(hour: int, half: str) -> int | None:
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour if hour < 24 else None


def _zone(text: str) -> dt.tzinfo | None:
    plain = text.upper().replace(" ", "").removeprefix("UTC").removeprefix("GMT")
    if plain in {"", "Z"}:
        return dt.UTC
    if "/" in plain:
        return _in_region(text.strip("[]() "))
    if plain in _ABBREVIATED:
        return dt.timezone(dt.timedelta(hours=_ABBREVIATED[plain]))
    if plain[0] not in "+-":
        return None
    digits = plain[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    offset = dt.timedelta(hours=hours, minutes=minutes)
    if offset >= dt.timedelta(days=1):
        return None
    return dt.timezone(-offset if plain[0] == "-" else offset)


def _in_region(name: str) -> dt.tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None  # told as unclear
