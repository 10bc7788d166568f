"""Working days, holidays and seasons as colleagues name them: after Golden Week, 連休明け, 来春, 3営業日後."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache

from bot.nlu.periods import (
    Grain,
    Period,
    Today,
    add_months,
    month_named,
    month_of,
    one_day,
)
from bot.nlu.said import Said

_DAY = dt.timedelta(days=1)
_COUNTRY = "JP"  # whose long weekends these words mean, in either language
_LONG = 3  # days off in a row that make a long weekend


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    from holidays import country_holidays

    return frozenset(country_holidays(_COUNTRY, years=year))


def is_off(day: dt.date) -> bool:
    """Weekends, holidays, and the days around New Year on which offices are closed."""
    around_new_year = (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
    return day.weekday() >= 5 or around_new_year or day in _holidays(day.year)


def working_day(day: dt.date, later: int = 0) -> dt.date:
    """The first working day from ``day`` on, then so many more."""
    while is_off(day):
        day += _DAY
    for _ in range(later):
        day = working_day(day + _DAY)
    return day


def after_long_weekend(_said: Said, today: Today) -> Period:
    """The working day after the next three and more days off."""
    day, run = today.day, 0
    while is_off(day - _DAY):
        day -= _DAY
    while not (run >= _LONG and not is_off(day)):
        run = run + 1 if is_off(day) else 0
        day += _DAY
    return one_day(day)


def after_day(_said: Said, today: Today, *, month: int, day: int) -> Period:
    """The first working day after the days off around that one, this year or next."""
    year = today.day.year
    found = working_day(dt.date(year, month, day) + _DAY)
    return one_day(found if found > today.day else working_day(dt.date(year + 1, month, day) + _DAY))


def season(said: Said, today: Today) -> Period:
    """The one that runs or comes; the next one is never the one that runs, the last one is over."""
    month = int(said.value("season"))
    start = dt.date(today.day.year, month, 1)
    last = add_months(start, 3) - _DAY
    is_next = 1 in {said.value("which"), said.value("shift")}
    if last < today.day or (is_next and start <= today.day):
        start = start.replace(year=start.year + 1)
    elif today.day.month < 3 and month == 12 and not is_next:
        start = start.replace(year=start.year - 1)
    if said.value("which") == "last":
        while add_months(start, 3) > today.day:
            start = start.replace(year=start.year - 1)
    elif today.looks_back and not said.text("which") and start > today.day:
        start = start.replace(year=start.year - 1)
    return Period(start, add_months(start, 3) - _DAY, Grain.DAY)


def working_days_on(said: Said, today: Today) -> Period:
    """So many working days from today."""
    return one_day(working_day(today.day + _DAY, int(said.number("number")) - 1))


def nth_working_day(said: Said, today: Today) -> Period | None:
    """The first, third or last working day of a month; of this one, or of the next where it has passed."""
    nth = said.whole("ordinal") or 1
    if said.text("shift"):
        return _nth(month_of(today.day, int(said.value("shift"))), nth)
    if said.text("month"):
        return _nth(month_named(today, said.whole("month") or 0, said.year()), nth)
    found = _nth(month_of(today.day), nth)
    return found if found and found.start >= today.day else _nth(month_of(today.day, 1), nth)


def _nth(month: Period, nth: int) -> Period | None:
    last = month.end or month.start
    days = [month.start + _DAY * place for place in range((last - month.start).days + 1)]
    open_days = [day for day in days if not is_off(day)]
    place = nth - 1 if nth > 0 else nth
    return one_day(open_days[place]) if place < len(open_days) else None


BUILDERS: Mapping[str, Callable[..., Period | None]] = {
    "after_long_weekend": after_long_weekend,
    "after_day": after_day,
    "season": season,
    "working_days_on": working_days_on,
    "nth_working_day": nth_working_day,
}
