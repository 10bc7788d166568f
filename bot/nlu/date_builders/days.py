"""Single days: counted from today, and as the calendar names them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from bot.nlu.periods import (
    Grain,
    Period,
    Today,
    dated,
    day_of_month,
    month_of,
    one_day,
    shifted,
    stretch,
    week_of,
)
from bot.nlu.said import Said

_DAY = dt.timedelta(days=1)
_FORTNIGHT = 2


def day(said: Said, today: Today, *, days: int | None = None) -> Period:
    """So many days from today."""
    return one_day(today.day + _DAY * (said.value("relative_day") if days is None else days))


def last_night(_said: Said, today: Today) -> Period:
    """Yesterday and today: the night between them belongs to both."""
    return Period(today.day - _DAY, today.day, Grain.DAY)


def day_of_year(_said: Said, today: Today, *, month: int, day: int) -> Period:
    """The next such day of a year, today included."""
    found = dt.date(today.day.year, month, day)
    return one_day(found if found >= today.day else found.replace(year=found.year + 1))


def date(said: Said, today: Today) -> Period | None:
    """A day of a month, in the year said or the nearest."""
    found = dated(today, said.whole("month") or 0, said.whole("day") or 0, said.year(today))
    return one_day(found) if found else None


def date_range(said: Said, today: Today) -> Period | None:
    """From one day of a month to another of it, both included."""
    first = dated(today, said.whole("month") or 0, said.whole("day") or 0, said.year(today))
    last = said.whole("last_day") or 0
    if first is None or last <= first.day:
        return None
    return Period(first, first.replace(day=last), Grain.DAY)


def day_in_month(said: Said, today: Today) -> Period | None:
    """A day of this or the next month, or of the month named."""
    number = said.whole("day") or 0
    if said.text("shift"):
        return one_day(month_of(today.day, int(said.value("shift"))).start.replace(day=number))
    found = day_of_month(today.day, number)
    return one_day(found) if found else None


def week_of_date(said: Said, today: Today) -> Period | None:
    """The week in which a day lies."""
    found = date(said, today) if said.text("month") else day_in_month(said, today)
    return week_of(found.start) if found else None


def away(said: Said, today: Today, *, sign: int) -> Period:
    """So much later than now, or earlier; half a year and half a month are whole days."""
    unit, number = said.value("unit"), said.number("number")
    if unit == "fortnight":
        unit, number = "week", number * _FORTNIGHT
    if number == 0.5 and unit == "year":
        unit, number = "month", 6
    found = shifted(today, sign * number, unit)
    return one_day(found.start + _DAY * int(said.value("relative_day"))) if said.value("relative_day") else found


def for_a_while(said: Said, today: Today) -> Period | None:
    """From today on for so long."""
    return _stretch(said, today, ahead=True)


def over_a_while(said: Said, today: Today) -> Period | None:
    """The last or the next so many days, weeks or months."""
    ahead = said.value("ahead") == 1 or said.value("which") == 1
    return _stretch(said, today, ahead=ahead)


def _stretch(said: Said, today: Today, *, ahead: bool) -> Period | None:
    unit, number = said.value("unit"), said.number("number")
    if unit in {"hour", "minute"}:
        return None
    if unit == "fortnight":
        unit, number = "week", number * _FORTNIGHT
    if number == 0.5:
        unit, number = ("month", 6) if unit == "year" else ("day", 15)
    return stretch(today, number, unit, ahead=ahead)


BUILDERS: Mapping[str, Callable[..., Period | None]] = {
    "day": day,
    "day_of_year": day_of_year,
    "last_night": last_night,
    "date": date,
    "date_range": date_range,
    "day_of_month": day_in_month,
    "week_of_date": week_of_date,
    "away": away,
    "for_a_while": for_a_while,
    "stretch": over_a_while,
}
