"""Dates, times and periods in a question, in either language, from the day and zone of whoever asks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, TypeAlias

from bot.nlu import dates_en, dates_ja, seasons
from bot.nlu.impossible_days import find_impossible_day
from bot.nlu.periods import Grain, Period, Today, last_days, last_weekday, local_moment

Role = Literal["at", "since", "until", "before"]
Rule: TypeAlias = tuple[re.Pattern[str], Callable[[re.Match[str], Today], Period | None]]

_RULES: tuple[Rule, ...] = (*seasons.RULES, *dates_ja.RULES, *dates_en.RULES)
_TIMES = (*dates_ja.TIMES, *dates_en.TIMES)
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord("："): ":", ord("／"): "/", ord("　"): " "}
_GAP = re.compile(r"[\s,、の]*(?:\(?[月火水木金土日]\)?[\s,、の]*)?(?:(?:at|@|around|by|from)\s*)?", re.IGNORECASE)
_GAP_BEFORE = re.compile(r"[\s,]*(?:on\s+)?", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from|after)\s+(?:the\s+)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:by|until|till|til)\s+(?:the\s+)?$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|prior to|earlier than)\s+(?:the\s+)?$", re.IGNORECASE)
_ON = re.compile(r"\b(?:on|in|at|for|during)\s+(?:the\s+)?$", re.IGNORECASE)
_SINCE_JA = re.compile(r"\s*(?:から|以降|以来|より)")
_UNTIL_JA = re.compile(r"\s*(?:まで|迄|までに|いっぱい)")
_BEFORE_JA = re.compile(r"\s*(?:より前|以前|より早く|前に(?!は))")
_GREETING = re.compile(r"morning|afternoon|evening", re.IGNORECASE)  # alone no time: "good morning"
_WORK_STARTS = dt.time(9)


@dataclass(frozen=True)
class DateSpan:
    """One date or period as said. ``end`` (included) is None for a single day; ``time`` is local.

    ``role`` tells "since Monday", "until Friday" (Friday included) and "before Friday" from "on Friday"; a period since a
    day ends today. ``at`` is
    where it stands in the question.
    """

    start: dt.date
    end: dt.date | None
    time: dt.time | None
    grain: Grain
    text: str
    at: tuple[int, int]
    role: Role = "at"

    def moment(self, zone: dt.tzinfo, *, otherwise: dt.time = _WORK_STARTS) -> dt.datetime:
        """When to act on it: its time, or the start of work on its first day. Safe where clocks change."""
        return local_moment(self.start, self.time or otherwise, zone)


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    period: Period


def find_dates(text: str, *, now: dt.datetime, fiscal_year_starts: int = 4, looks_back: bool = False) -> list[DateSpan]:
    """Every date or period in the text, in order. ``now`` is local to whoever asks.

    ``looks_back``: what has been is asked about, so that "October" is the last one or the one that runs.
    """
    today = Today(now, fiscal_year_starts, looks_back)
    plain = text.translate(_FULL_WIDTH)
    times = _longest(_match(_TIMES, plain, today))
    impossible = find_impossible_day(plain)
    days = [found for found in _longest(_match(_RULES, plain, today)) if not _overlap(found, impossible)]
    joined = [_with_time(found, times, plain) for found in days]
    used = [(found.start, found.end) for found in joined]
    alone = [
        found
        for found in times
        if not any(found.start < end and start < found.end for start, end in used)
        and not _GREETING.fullmatch(plain, found.start, found.end)
    ]
    found = sorted(chain(joined, (_today_at(found, today) for found in alone)), key=lambda one: one.start)
    return [_with_role(one, plain, today) for one in found]


def _overlap(found: _Found, impossible: tuple[str, tuple[int, int]] | None) -> bool:
    return impossible is not None and found.start < impossible[1][1] and impossible[1][0] < found.end


def _match(rules: Iterable[Rule], plain: str, today: Today) -> list[_Found]:
    found = []
    for pattern, build in rules:
        for match in pattern.finditer(plain):
            try:
                period = build(match, today)
            except (ValueError, OverflowError):  # 31 February, the year 90000: no date after all
                continue
            if period is not None:
                found.append(_Found(match.start(), match.end(), period))
    return found


def _longest(found: list[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda each: each.start)


def _with_time(day: _Found, times: list[_Found], plain: str) -> _Found:
    if day.period.time is not None:
        return day
    for time in times:
        after = time.start >= day.end and _GAP.fullmatch(plain, day.end, time.start)
        before = time.end <= day.start and _GAP_BEFORE.fullmatch(plain, time.end, day.start)
        if after or before:
            period = replace(day.period, time=time.period.time, grain=Grain.TIME, end=None)
            return _Found(min(day.start, time.start), max(day.end, time.end), period)
    return day


def _today_at(found: _Found, today: Today) -> _Found:
    """A time alone is the next one: today, or tomorrow where it has passed."""
    time = found.period.time
    passed = time is not None and time <= today.now.time()
    return replace(found, period=replace(found.period, start=today.day + dt.timedelta(days=int(passed))))


def _with_role(found: _Found, plain: str, today: Today) -> DateSpan:
    start, end, role = found.start, found.end, _role_of(found, plain)
    for before in (_SINCE, _UNTIL, _BEFORE, _ON):
        if lead := before.search(plain, max(0, start - 16), start):
            start = lead.start()
    for after in (_BEFORE_JA, _SINCE_JA, _UNTIL_JA):
        if tail := after.match(plain, end):
            end = tail.end()
    period = found.period
    if role == "since":
        period = _up_to_now(period, today)
    return DateSpan(period.start, period.end, period.time, period.grain, plain[start:end], (start, end), role)


def _role_of(found: _Found, plain: str) -> Role:
    since = _SINCE.search(plain, max(0, found.start - 16), found.start)
    if _BEFORE.search(plain, max(0, found.start - 16), found.start) or _BEFORE_JA.match(plain, found.end):
        return "before"
    if (since and since[0].lower().startswith("since")) or _SINCE_JA.match(plain, found.end):
        return "since"
    if _UNTIL.search(plain, max(0, found.start - 16), found.start) or _UNTIL_JA.match(plain, found.end):
        return "until"
    return "at"


def _up_to_now(period: Period, today: Today) -> Period:
    """A period since a day that has been; "since Monday" is the last one. Since a day to come stays open."""
    start = period.start
    if start > today.day and period.grain == Grain.DAY and (start - today.day).days <= 7:
        start = last_weekday(today.day, start.weekday())
    elif start > today.day and period.grain == Grain.MONTH:
        start = start.replace(year=start.year - 1)
    return replace(last_days(today.day), start=start, grain=period.grain) if start <= today.day else period
