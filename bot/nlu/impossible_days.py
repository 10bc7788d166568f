"""Days that no calendar has, hours that no clock has: 31 February, 25:00. They are asked about, never read as near."""

from __future__ import annotations

import calendar
import re
from datetime import MINYEAR
from typing import Final

from bot.nlu.dates_en import MONTH, month_number
from bot.nlu.name_spans import Span

_PATTERNS: Final = [
    re.compile(rf"(?<![\w/])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?![a-z])", re.IGNORECASE),
    re.compile(rf"\b{MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:\d])", re.IGNORECASE),
    re.compile(r"(?P<month>\d{1,2})月の?(?P<day>\d{1,2})日"),
    re.compile(r"(?<![\d:])(?:2[5-9]|[3-9]\d)(?::[0-5]\d(?![\d:])|時(?!間)(?:[0-5]?\d分|半)?)"),
    re.compile(r"\b(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})\b"),
]
_LEAP_YEAR = 2028


def find_impossible_day(text: str) -> tuple[str, Span] | None:
    """The words of a day or hour that does not exist, and where they stand; None where all do.

    >>> find_impossible_day("remind me on 31 February"), find_impossible_day("2月30日に")
    (('31 February', (13, 24)), ('2月30日', (0, 5)))
    >>> find_impossible_day("on 2027-02-29"), find_impossible_day("2月の30日")
    (('2027-02-29', (3, 13)), ('2月の30日', (0, 6)))
    >>> find_impossible_day("29 Feb"), find_impossible_day("48時間以内"), find_impossible_day("明日の25時に")
    (None, None, ('25時', (3, 6)))
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if "month" not in pattern.groupindex:
                return match[0], match.span()
            if not _exists(match):
                return match[0], match.span()
    return None


def _exists(match: re.Match[str]) -> bool:
    said = match["month"]
    month = int(said) if said.isdecimal() else month_number(said)
    year = int(match["year"]) if "year" in match.re.groupindex else _LEAP_YEAR
    return year >= MINYEAR and 1 <= month <= 12 and 1 <= int(match["day"]) <= calendar.monthrange(year, month)[1]
