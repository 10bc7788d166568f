"""Days that no calendar has: 31 February. They are asked about rather than read as something near."""

from __future__ import annotations

import calendar
import re
from typing import Final

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_PATTERNS: Final = [
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?![a-z])", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:\d])", re.IGNORECASE),
    re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"\b\d{4}[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})\b"),
]
_LEAP_YEAR = 2028


def find_impossible_day(text: str) -> str | None:
    """The words of a day that does not exist; None where every day does.

    >>> find_impossible_day("remind me on 31 February"), find_impossible_day("2月30日に"), find_impossible_day("29 Feb")
    ('31 February', '2月30日', None)
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            said = match["month"][:3].lower()
            month, day = _MONTHS.index(said) + 1 if said in _MONTHS else int(match["month"]), int(match["day"])
            if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(_LEAP_YEAR, month)[1]:
                return match[0]
    return None
