"""Days as exports write them: ISO, 2026/4/1, 2026年4月1日, 令和8年, R.08/04/01, Excel serials, Unix seconds."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from zoneinfo import ZoneInfo

from knowledge.imports.cells.moments import day_in_zone
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.telling import either, tell

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T\d|\s|(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$)")
_COMPACT_TIME = re.compile(r"^T?(\d{2})(\d{2})(\d{2})(?=$|Z|[+\-\s.])")
_NO_DAY = re.compile(
    r"(?:0000[-/.]?00[-/.]?00|00[-/.]00[-/.]0000|0001-01-01|1900-01-00|1899-12-3[01])(?:[T ][0:.]+Z?)?$"
)
_ENDLESS = 2_500  # a year from which a day stands for none
_ERA = re.compile(
    r"(令和?|平成?|昭和?|大正?|明治?|[RHSTM])\s*\.?\s*(\d{1,2}|元)\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(\d{1,2})\s*日?|月)(?!\d)",
    re.IGNORECASE,
)
_ERA_COMPACT = re.compile(r"([RHSTM])(\d{2})(\d{2})(\d{2})$", re.IGNORECASE)
_ERA_BEFORE = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ERA_BEFORE |= {name[0]: year for name, year in _ERA_BEFORE.items()}
_ERA_BEFORE |= {"R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|\.)?[\s/-]+([a-z]{3,9})\.?,?[\s/-]+(\d{4}|\d{2}(?!\d))"
    r"|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}))",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\s*\(?[月火水木金土日](?:曜日?)?\)?(?=\s|$)")
_DAY_FIRST_OR_MONTH_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_FISCAL = re.compile(r"(?:FY\s*(\d{4})|(\d{4})\s*年度)(?:[\s-]*(?:Q([1-4])|第?([1-4])四半期))?$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_EXCEL_ZERO = dt.date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119
_UNIX_SECONDS = range(300_000_000, 10_000_000_000)  # 1979 to 2286


def is_no_day(text: str) -> bool:
    """Whether a cell is how databases and spreadsheets write that there is no day.

    >>> is_no_day("0000-00-00 00:00:00"), is_no_day("2000-01-01")
    (True, False)
    """
    return text[:1] in {"0", "1"} and _NO_DAY.match(text.strip()) is not None


def is_endless(day: dt.date) -> bool:
    """Whether a day is so far off that it stands for no end: 9999-12-31."""
    return day.year >= _ENDLESS


@lru_cache(maxsize=65_536)
def read_day(
    text: str,
    formats: tuple[str, ...] = (),
    timezone: str | None = None,
    fiscal_start: int = 4,
    written_in: str | None = None,
) -> dt.date:
    """The day a cell names. ``formats``: the mapping's own (strptime), tried first.

    A time with its zone is moved to ``timezone``; one without is taken for a time in ``written_in``, if that is given.

    >>> read_day("2026年4月1日") == read_day("R.08/04/01") == read_day("46113") == dt.date(2026, 4, 1)
    True
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        found = _by_formats(plain, formats, written_in, timezone) or _by_calendar(plain, written_in, timezone)
        day = found or _by_number(plain, timezone) or _by_fiscal_year(plain, fiscal_start)
    except CellUnclear:
        raise
    except (ValueError, OverflowError) as error:
        raise CellUnclear(tell("import_cells.no_day", cell=text)) from error
    if day is None and _DAY_FIRST_OR_MONTH_FIRST.match(plain):
        raise CellUnclear(tell("import_cells.day_or_month", cell=text))
    if day is None:
        raise CellUnclear(tell("import_cells.no_date", cell=text))
    return day


def _by_formats(text: str, formats: tuple[str, ...], written_in: str | None, timezone: str | None) -> dt.date | None:
    """The day by the mapping's own formats. Raises CellUnclear where two of them read two days."""
    found = {form: day for form in formats if (day := _by_format(text, form, written_in, timezone))}
    if len(set(found.values())) > 1:
        told = either(f"{day} ({form})" for form, day in found.items())
        raise CellUnclear(tell("import_cells.two_formats", cell=text, told=told))
    return next(iter(found.values()), None)


def _by_format(text: str, form: str, written_in: str | None, timezone: str | None) -> dt.date | None:
    try:
        moment = dt.datetime.strptime(text, form)  # noqa: DTZ007 - its zone is looked at below
    except ValueError:
        return None
    if timezone is None or (moment.tzinfo is None and (written_in is None or "%H" not in form)):
        return moment.date()
    placed = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(written_in or timezone))
    return placed.astimezone(ZoneInfo(timezone)).date()


def _by_calendar(text: str, written_in: str | None, timezone: str | None) -> dt.date | None:
    day, end = _written_day(text)
    if day is None:
        return None
    rest = _WEEKDAY.sub("", _COMPACT_TIME.sub(r"T\1:\2:\3", text[end:], count=1), count=1)
    return day_in_zone(day, rest, written_in=written_in, shown_in=timezone)


def _written_day(text: str) -> tuple[dt.date | None, int]:
    """The day, and where in the text it ends."""
    if era := _ERA.match(text) or _ERA_COMPACT.match(text):
        of_era = 1 if era[2] == "元" else int(era[2])
        if not of_era:
            raise ValueError(text)
        return dt.date(_ERA_BEFORE[era[1].upper()] + of_era, int(era[3]), int(era[4] or 1)), era.end()
    if (found := _YEAR_FIRST.match(text)) and not text[found.end() :].startswith("度"):
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1)), found.end()
    if found := _COMPACT.match(text):
        return dt.date(int(found[1]), int(found[2]), int(found[3])), found.end()
    if named := _NAMED.match(text):
        day, month, year = (named[1], named[2], named[3]) if named[1] else (named[5], named[4], named[6])
        if month[:3].lower() in _MONTHS:
            return dt.date(
                int(year) + (2000 if len(year) == 2 else 0), _MONTHS.index(month[:3].lower()) + 1, int(day)
            ), named.end()
    return None, 0


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
