"""Days that no calendar has, hours that no clock has: 31 February, 25:00. They are asked about, never read as near."""

from __future__ import annotations

import calendar
from datetime import MINYEAR

from bot.nlu.date_rules import load_date_rules
from bot.nlu.name_spans import Span
from bot.nlu.said import Said

_LEAP_YEAR = 2028


def find_impossible_day(text: str) -> tuple[str, Span] | None:
    """The words of a day or hour that does not exist, and where they stand; None where all do.

    >>> find_impossible_day("remind me on 31 February"), find_impossible_day("2月30日に")
    (('31 February', (13, 24)), ('2月30日', (0, 5)))
    >>> find_impossible_day("on 2027-02-29"), find_impossible_day("2月の30日")
    (('2027-02-29', (3, 13)), ('2月の30日', (0, 6)))
    >>> find_impossible_day("29 Feb"), find_impossible_day("48時間以内"), find_impossible_day("明日の30時に")
    (None, None, ('30時', (3, 6)))
    """
    for rules in load_date_rules():
        for rule in rules.impossible:
            for match in rule.pattern.finditer(text):
                said = Said(match, rule.lists)
                if not said.text("month") or not _exists(said):
                    return match[0], match.span()
    return None


def _exists(said: Said) -> bool:
    month, day, year = said.whole("month") or 0, said.whole("day") or 0, said.year() or _LEAP_YEAR
    return year >= MINYEAR and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
