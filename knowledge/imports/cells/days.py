"""Days as exports write them: ISO, 2026/4/1, 2026年4月1日, 令和8年, Excel serials, Unix seconds."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from zoneinfo import ZoneInfo

from knowledge.imports.cells.unclear import CellUnclear

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_ERA = re.compile(
    r"(令和|平成|昭和|[RHS])\s*(\d{1,2}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?$", re.IGNORECASE
)
_ERA_BEFORE = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_DAY_FIRST_OR_MONTH_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_FISCAL = re.compile(r"(?:FY\s*(\d{4})|(\d{4})\s*年度)(?:[\s-]*(?:Q([1-4])|第?([1-4])四半期))?$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_EXCEL_ZERO = dt.date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119
_UNIX_SECONDS = range(300_000_000, 10_000_000_000)  # 1979 to 2286


@lru_cache(maxsize=65_536)
def read_day(text: str, formats: tuple[str, ...] = (), timezone: str | None = None, fiscal_start: int = 4) -> dt.date:
    """The day a cell names. ``formats``: the mapping's own (strptime), tried first.

    >>> read_day("2026年4月1日") == read_day("令和8年4月1日") == read_day("46113") == dt.date(2026, 4, 1)
    True
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        day = _by_formats(plain, formats) or _by_calendar(plain) or _by_number(plain, timezone)
        day = day or _by_fiscal_year(plain, fiscal_start)
    except (ValueError, OverflowError) as error:
        raise CellUnclear(f"{text!r} is not a day of the calendar") from error
    if day is None and _DAY_FIRST_OR_MONTH_FIRST.match(plain):
        raise CellUnclear(f"{text!r} may be day/month or month/day; name it in the mapping as date_format")
    if day is None:
        raise CellUnclear(f"{text!r} is not a date we can read; write it as 2026-04-01")
    return _in_zone(plain, day, timezone)


def _by_formats(text: str, formats: tuple[str, ...]) -> dt.date | None:
    for form in formats:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - only the day is kept
        except ValueError:
            continue
    return None


def _by_calendar(text: str) -> dt.date | None:
    if era := _ERA.match(text):
        year = 1 if era[2] == "元" else int(era[2])
        return dt.date(_ERA_BEFORE[era[1].upper()] + year, int(era[3]), int(era[4]))
    if (found := _YEAR_FIRST.match(text)) and not text[found.end() :].startswith("度"):
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
    if found := _COMPACT.match(text):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    return None


def _by_number(text: str, timezone: str | None) -> dt.date | None:
    if not _NUMBER.match(text):
        return None
    number = int(float(text))
    if number in _EXCEL_DAYS:
        return _EXCEL_ZERO + dt.timedelta(days=number)
    seconds = number // 1000 if number >= _UNIX_SECONDS.stop else number
    if seconds in _UNIX_SECONDS:
        return dt.datetime.fromtimestamp(seconds, ZoneInfo(timezone or "UTC")).date()
    return None


def _by_fiscal_year(text: str, first_month: int) -> dt.date | None:
    if not (found := _FISCAL.match(text)):
        return None
    months = first_month - 1 + 3 * (int(found[3] or found[4] or 1) - 1)
    return dt.date(int(found[1] or found[2]) + months // 12, months % 12 + 1, 1)


def _in_zone(text: str, day: dt.date, timezone: str | None) -> dt.date:
    """A moment with its zone is moved to the mapping's; without a zone, or without a mapping's, it stays as written."""
    if timezone is None or "T" not in text.upper():
        return day
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return day
    return moment.astimezone(ZoneInfo(timezone)).date() if moment.tzinfo else day
