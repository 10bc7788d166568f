"""Weekdays: the coming one, that of a week, the second of a month, a week after one."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.nlu.periods import (
    Grain,
    Loose,
    Period,
    Today,
    last_weekday,
    month_named,
    month_of,
    one_day,
    week_of,
    weekday_on,
)
from bot.nlu.said import Said

_DAY = dt.timedelta(days=1)
_WEEK = 7


def weekday(said: Said, today: Today, *, week: int | None = None) -> Period:
    """The coming weekday, that of the week said, or the last one. "This Friday" on a Friday is today."""
    loose = Loose.WEEKDAY if said.value("which") is None and week is None else None
    return replace(one_day(_weekday(said, today, week)), loose=loose)


def _weekday(said: Said, today: Today, week: int | None = None) -> dt.date:
    number, which = int(said.value("weekday")), said.value("which")
    if which == "last":
        return last_weekday(today.day, number)
    if which == "this":
        return today.day + _DAY * ((number - today.day.weekday()) % _WEEK)
    if which in {None, "coming"}:
        return weekday_on(today.day, number, week=week)
    return weekday_on(today.day, number, week=int(which))


def weekdays(said: Said, today: Today) -> Period | None:
    """From one weekday to the last of those written side by side: 月火, 土日. None where they do not follow on."""
    first, last = (int(said.value(name)) for name in ("weekday", "last_weekday"))
    if not 0 < last - first == len(said.text("weekdays")) - 1:
        return None
    start = _weekday(said, today)
    return Period(start, start + _DAY * (last - first), Grain.DAY)


def weekdays_together(said: Said, today: Today) -> Period | None:
    """From a coming weekday to the one that follows it, or to a later one: "thu and fri". None as of a week's."""
    length = _length(said)
    if length is None:
        return None
    start = _weekday(said, today)
    return Period(start, start + _DAY * length, Grain.DAY)


def weekdays_of_week(said: Said, today: Today) -> Period | None:
    """From one weekday of this, the next or the last week to the day after it, or to a later one of the same week.

    None where two days with "and" between them do not follow on: both are meant, and not what lies between.
    """
    length = _length(said)
    if length is None:
        return None
    start = weekday_on(today.day, int(said.value("weekday")), week=int(said.value("shift")))
    return Period(start, start + _DAY * length, Grain.DAY)


def _length(said: Said) -> int | None:
    """Days from one weekday to the other; None where they do not follow on and no stretch between them is said."""
    first, last = (int(said.value(name)) for name in ("weekday", "last_weekday"))
    is_stretch = said.match[0].find("-") >= 0 or " to " in said.match[0]
    return None if last <= first or (last - first > 1 and not is_stretch) else last - first


def weekday_of_week(said: Said, today: Today, *, shift: int | None = None) -> Period:
    """A weekday of this or the next week, or of the week so many weeks on."""
    if shift is None:
        shift = int(said.value("shift")) if said.text("shift") else int(said.number("number"))
    return one_day(weekday_on(today.day, int(said.value("weekday")), week=shift))


def weekday_later(said: Said, today: Today, *, weeks: int | None = None) -> Period:
    """So many weeks after a weekday: "Friday week", "two weeks from Monday"."""
    if weeks is None:
        weeks = int(said.number("number")) * (2 if said.value("unit") == "fortnight" else 1)
    return one_day(_weekday(said, today) + _DAY * _WEEK * weeks)


def days_from_weekday(said: Said, today: Today) -> Period:
    """So many days or weeks before or after a weekday."""
    days = int(said.number("number")) * (_WEEK if said.value("unit") == "week" else 1)
    return one_day(_weekday(said, today) + _DAY * days * int(said.value("side")))


def next_to_weekday(said: Said, today: Today) -> Period:
    """The day before or after a weekday."""
    return one_day(_weekday(said, today) + _DAY * int(said.value("side")))


def weekday_at(said: Said, today: Today) -> Period:
    """ "Friday 9": nine o'clock; from 1 to 6 the afternoon is meant."""
    hour = said.whole("hour") or 0
    return Period(_weekday(said, today), None, Grain.TIME, dt.time(hour + 12 if 1 <= hour <= 6 else hour))


def nth_weekday(said: Said, today: Today) -> Period | None:
    """The second Tuesday of the month said, else the next second Tuesday there is. None where a month has no fifth."""
    number, nth = int(said.value("weekday")), said.whole("ordinal") or 1
    if said.text("shift"):
        return _nth(month_of(today.day, int(said.value("shift"))), number, nth)
    if said.text("month"):
        return _nth(month_named(today, said.whole("month") or 0, said.year()), number, nth)
    for ahead in range(4):
        found = _nth(month_of(today.day, ahead), number, nth)
        if found and found.start >= today.day:
            return found
    return None


def _nth(month: Period, number: int, nth: int) -> Period | None:
    weeks = calendar.Calendar().monthdatescalendar(month.start.year, month.start.month)
    found = [day for week in weeks for day in week if day.month == month.start.month and day.weekday() == number]
    place = nth - 1 if nth > 0 else nth
    return one_day(found[place]) if place < len(found) else None


def weekend(said: Said, today: Today) -> Period:
    """Saturday and Sunday of this week, or of the week said."""
    saturday = week_of(today.day, int(said.value("shift", 0))).start + _DAY * 5
    return Period(saturday, saturday + _DAY, Grain.DAY)


def monday_after(_said: Said, today: Today) -> Period:
    """The day on which the next week begins."""
    return one_day(week_of(today.day, 1).start)


BUILDERS: Mapping[str, Callable[..., Period | None]] = {
    "weekday": weekday,
    "weekdays": weekdays,
    "weekdays_of_week": weekdays_of_week,
    "weekdays_together": weekdays_together,
    "weekday_of_week": weekday_of_week,
    "weekday_later": weekday_later,
    "days_from_weekday": days_from_weekday,
    "next_to_weekday": next_to_weekday,
    "weekday_at": weekday_at,
    "nth_weekday": nth_weekday,
    "weekend": weekend,
    "monday_after": monday_after,
}
