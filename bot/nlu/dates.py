"""Dates, times and periods in a question, in either language, from the day and zone of whoever asks."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal, cast

from bot.nlu.date_rules import Role as RoleWords
from bot.nlu.date_rules import Rule, load_date_rules
from bot.nlu.date_shorts import write_out
from bot.nlu.impossible_days import find_impossible_day
from bot.nlu.name_spans import Span
from bot.nlu.periods import Grain, Loose, Period, Today, last_days, last_weekday, local_moment

Role = Literal["at", "since", "until", "before"]
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord("："): ":", ord("／"): "/", ord("　"): " "}
_LEAD = 16  # letters before a date in which "since the" can stand
_WEEK = 7
_NUMBER = re.compile(r"\d+")
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
    loose: Loose | None = None

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
    plain = text.translate(_FULL_WIDTH)
    whole = write_out(plain)
    found = _find(whole.text, Today(now, fiscal_year_starts, looks_back))
    if whole.text == plain:
        return list(found)
    return [replace(one, text=plain[slice(*at)], at=at) for one in found for at in [whole.at(*one.at)]]


@lru_cache(maxsize=64)  # one message is read for its days from several sides
def _find(plain: str, today: Today) -> tuple[DateSpan, ...]:
    times = _longest(_match((rule for rules in load_date_rules() for rule in rules.times), plain, today))
    impossible = find_impossible_day(plain)
    days = _match((rule for rules in load_date_rules() for rule in rules.rules), plain, today)
    days = [found for found in _longest(days) if not _overlap(found, impossible)]
    joined = _ranges(_in_one_month(days, plain), plain)
    joined = [_with_time(found, times, plain, today) for found in joined]
    used = [(found.start, found.end) for found in joined]
    alone = [
        found
        for found in times
        if not any(found.start < end and start < found.end for start, end in used)
        and not any(rules.alone.fullmatch(plain, found.start, found.end) for rules in load_date_rules())
    ]
    found = sorted([*joined, *(_today_at(found, today) for found in alone)], key=lambda one: one.start)
    return tuple(_with_role(one, plain, today) for one in found)


def find_unread_day(text: str, spans: Sequence[DateSpan]) -> tuple[str, Span] | None:
    """The words of a date that were not read whole, and where they stand: a day that no calendar has, "the third of
    Friday", "Monday and Thursday" where one day is to be meant; None where nothing is left over.
    """
    plain = text.translate(_FULL_WIDTH)
    if impossible := find_impossible_day(plain):
        return impossible
    for span in spans:
        start, end = span.at
        for rules in load_date_rules():
            is_whole = rules.left_whole.match(plain, start)
            before = None if is_whole else rules.left_before.search(plain, max(0, start - 3 * _LEAD), start)
            after = rules.left_after.match(plain[end:])
            if before or after:
                place = (before.start() if before else start, end + (after.end() if after else 0))
                return plain[slice(*place)].strip(), place
    return _several(plain, spans)


def _several(plain: str, spans: Sequence[DateSpan]) -> tuple[str, Span] | None:
    """Two days side by side of which one would be dropped."""
    for one, other in pairwise(spans):
        between = plain[one.at[1] : other.at[0]]
        days = {one.grain, other.grain} <= {Grain.DAY, Grain.TIME} and one.start != other.start
        if days and any(rules.gaps["several"].fullmatch(between) for rules in load_date_rules()):
            place = (one.at[0], other.at[1])
            return plain[slice(*place)], place
    return None


def _overlap(found: _Found, impossible: tuple[str, Span] | None) -> bool:
    return impossible is not None and found.start < impossible[1][1] and impossible[1][0] < found.end


def _match(rules: Iterable[Rule], plain: str, today: Today) -> list[_Found]:
    found = []
    for rule in rules:
        for match in rule.pattern.finditer(plain):
            try:
                period = rule.read(match, today)
            except (ValueError, OverflowError):  # 31 February, the year 90000: no date after all
                continue
            if period is not None and match.end() > match.start():
                found.append(_Found(match.start(), match.end(), period))
    return found


def _longest(found: list[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda each: each.start)


def _in_one_month(days: list[_Found], plain: str) -> list[_Found]:
    """11月9日と10日: a day without its month, beside one that has it, is of the same."""
    kept: list[_Found] = []
    for found in days:
        of_same = kept and _is_beside(kept[-1], found, plain) and _says_only_day(found, plain)
        kept.append(_in_month_of(kept[-1], found) if of_same and _names_month(kept[-1], plain) else found)
    return kept


def _in_month_of(one: _Found, other: _Found) -> _Found:
    first, number = one.period.start, other.period.start.day
    if not first.day < number <= calendar.monthrange(first.year, first.month)[1]:
        return other
    return replace(other, period=replace(other.period, start=first.replace(day=number)))


def _says_only_day(found: _Found, plain: str) -> bool:
    return _NUMBER.findall(plain[found.start : found.end]) == [str(found.period.start.day)]


def _is_beside(one: _Found, other: _Found, plain: str) -> bool:
    between = plain[one.end : other.start]
    days = one.period.grain == other.period.grain == Grain.DAY and not (one.period.end or other.period.end)
    return days and any(rules.gaps["several"].fullmatch(between) for rules in load_date_rules())


def _names_month(found: _Found, plain: str) -> bool:
    return len(_NUMBER.findall(plain[found.start : found.end])) > 1


def _ranges(days: list[_Found], plain: str) -> list[_Found]:
    """Two days with "to" between them as one stretch."""
    joined: list[_Found] = []
    for found in days:
        before = joined[-1] if joined else None
        if before and (period := _stretch_to(before, found, plain)):
            joined[-1] = _Found(before.start, found.end, period)
        else:
            joined.append(found)
    return joined


def _stretch_to(one: _Found, other: _Found, plain: str) -> Period | None:
    """From one day to the other; from Monday to Friday, where this Friday comes before the coming Monday, to the next."""
    first, last = one.period.start, other.period.end or other.period.start
    between = plain[one.end : other.start]
    if {one.period.grain, other.period.grain} != {Grain.DAY} or not any(
        rules.gaps["range"].fullmatch(between) for rules in load_date_rules()
    ):
        return None
    if last < first and (first - last).days < _WEEK:
        last += dt.timedelta(days=_WEEK)
    return Period(first, last, Grain.DAY) if first < last else None


def _with_time(day: _Found, times: list[_Found], plain: str, today: Today) -> _Found:
    if day.period.time is not None:
        return day
    for time in times:
        for rules in load_date_rules():
            after = time.start >= day.end and rules.gaps["day_then_time"].fullmatch(plain, day.end, time.start)
            before = time.end <= day.start and rules.gaps["time_then_day"].fullmatch(plain, time.end, day.start)
            if after or before:
                first = day.period.start + (time.period.start - today.day)  # 24時 is the day after
                period = replace(day.period, start=first, time=time.period.time, grain=Grain.TIME, end=None)
                return _Found(min(day.start, time.start), max(day.end, time.end), period)
    return day


def _today_at(found: _Found, today: Today) -> _Found:
    """A time alone is the next one: today, or tomorrow where it has passed."""
    time = found.period.time
    passed = found.period.start == today.day and time is not None and time <= today.now.time()
    start = found.period.start + dt.timedelta(days=int(passed))
    return replace(found, period=replace(found.period, start=start, loose=Loose.TIME))


def _with_role(found: _Found, plain: str, today: Today) -> DateSpan:
    start, end, role = found.start, found.end, _role_of(found, plain)
    for words in _roles():
        if words.before and (lead := words.before.search(plain, max(0, found.start - _LEAD), start)):
            start = lead.start()
        if words.after and (tail := words.after.match(plain, end)):
            end = tail.end()
    period = found.period
    if role == "since" and period.time is None:
        period = _up_to_now(period, today)
    at = (start, end)
    return DateSpan(period.start, period.end, period.time, period.grain, plain[start:end], at, role, period.loose)


def _roles() -> list[RoleWords]:
    return [role for rules in load_date_rules() for role in rules.roles]


def _role_of(found: _Found, plain: str) -> Role:
    """The gravest role whose words stand there: before, since, until."""
    told = {words.name for words in _roles() if _tells(words, found, plain)}
    return next((cast("Role", name) for name in ("before", "since", "until") if name in told), "at")


def _tells(words: RoleWords, found: _Found, plain: str) -> bool:
    if words.after and words.after.match(plain, found.end):
        return True
    before = words.before and words.before.search(plain, max(0, found.start - _LEAD), found.start)
    return bool(before) and before[0].lower().startswith(words.sure) if before else False


def _up_to_now(period: Period, today: Today) -> Period:
    """A period since a day that has been; "since Monday" is the last one. Since a day to come stays open.

    A weekday of a week named, or a date, is that day: 来週火曜以降.
    """
    start = period.start
    if start > today.day and period.loose is Loose.WEEKDAY and (start - today.day).days <= 7:
        start = last_weekday(today.day, start.weekday())
    elif start > today.day and period.grain == Grain.MONTH:
        start = start.replace(year=start.year - 1)
    return replace(last_days(today.day), start=start, grain=period.grain) if start <= today.day else period
