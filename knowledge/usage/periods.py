"""What a row of use covers, a day or the week or month that begins on it, and the whole periods to compare."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.accounts.inputs import Window, usage_windows
from knowledge.playbook.rules import Rules
from knowledge.usage.rules import UsageRules

_WEEK = timedelta(days=6)
_DAYS_A_MONTH = 30.4


class UsePeriod(StrEnum):
    """What one row of use covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class UseWindows:
    """Two spans of whole periods. rows: how many rows of a customer the recent one and the baseline hold."""

    period: UsePeriod
    recent: Window
    baseline: Window
    rows: tuple[int, int]


def find_windows(days: Collection[date], rules: Rules, *, as_of: date) -> tuple[UseWindows, ...]:
    """The windows that end with the last whole period; two where a source mixes weeks and months.

    days: the latest days on which rows begin. All on one weekday: weeks; all on the first of a month: months; anything
    else: days. A week or month that is not over by as_of is left out, for a part of it looks like a collapse.
    """
    ends = _last_whole(sorted(days), as_of)
    return tuple(_windows(period, end, rules) for period, end in ends)


def _last_whole(days: Sequence[date], as_of: date) -> list[tuple[UsePeriod, date]]:
    others = [day for day in days if day.day != 1]
    weekday = {day.weekday() for day in others}
    firsts = [day for day in days if day.day == 1 and day.weekday() not in weekday]
    weekly, monthly = len(weekday) == 1 and len(others) > 1, len(firsts) > 1 or (others and firsts)
    if len(weekday) > 1 or not (weekly or monthly) or (others and not weekly):
        return [(UsePeriod.DAY, days[-1])]
    ends = []
    if weeks := [day + _WEEK for day in days if day.weekday() in weekday and day + _WEEK <= as_of]:
        ends.append((UsePeriod.WEEK, max(weeks)))
    if months := [end for day in firsts if (end := _month_end(day)) <= as_of]:
        ends.append((UsePeriod.MONTH, max(months)))
    return ends or [(UsePeriod.DAY, days[-1])]


def _windows(period: UsePeriod, end: date, rules: Rules) -> UseWindows:
    if period is not UsePeriod.MONTH:
        each = 7 if period is UsePeriod.WEEK else 1
        recent, baseline = usage_windows(end, rules)
        return UseWindows(
            period, recent, baseline, (rules.usage.recent_days // each, rules.usage.baseline_days // each)
        )
    lately, before = _months(rules.usage)
    first = _months_back(end, lately - 1)
    recent, baseline = Window(first, end), Window(_months_back(first, before), first - timedelta(days=1))
    return UseWindows(period, recent, baseline, (lately, before))


def _months(rules: UsageRules) -> tuple[int, int]:
    """The windows in whole months, one at least."""
    return max(1, round(rules.recent_days / _DAYS_A_MONTH)), max(1, round(rules.baseline_days / _DAYS_A_MONTH))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months_back(day: date, count: int) -> date:
    """The first of the month so many before this day's."""
    place = day.year * 12 + day.month - 1 - count
    return date(place // 12, place % 12 + 1, 1)
