"""Days that no calendar has, hours that no clock has: 31 February, 25:00. They are asked about, never read as near."""

from __future__ import annotations

import calendar
import re
from typing import Final

from bot.understanding.name_spans import Span

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_PATTERNS: Final = [
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?![a-z])", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:\d])", re.IGNORECASE),
    re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"(?<![\d:])(?:2[5-9]|[3-9]\d)(?::[0-5]\d(?![\d:])|時(?!間)(?:[0-5]?\d分|半)?)"),
    re.compile(r"\b\d{4}[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})\b"),
]
_LEAP_YEAR = 2028


def find_impossible_day(text: str) -> tuple[str, Span] | None:
    """The words of a day or hour that does not exist, and where they stand; None where all do.

    >>> find_impossible_day("remind me on 31 February"), find_impossible_day("2月30日に")
    (('31 February', (13, 24)), ('2月30日', (0, 5)))
    >>> find_impossible_day("29 Feb"), find_impossible_day("48時間以内"), find_impossible_day("明日の25時に")
    (None, None, ('25時', (3, 6)))
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if "month" not in pattern.groupindex:
                return match[0], match.span()
            said = match["month"][:3].lower()
            month, day = _MONTHS.index(said) + 1 if said in _MONTHS else int(match["month"]), int(match["day"])
            if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(_LEAP_YEAR, month)[1]:
                return match[0], match.span()
    return None
