"""Weeks, months, quarters, halves and years, their edges and their thirds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.nlu.periods import (
    Grain,
    Period,
    Today,
    add_months,
    edge_of,
    fiscal_part,
    fiscal_part_of,
    fiscal_year,
    month_named,
    month_of,
    months_from,
    months_named,
    one_day,
    part_of,
    week_of,
    year_of,
)
from bot.nlu.said import Said

_DAY = dt.timedelta(days=1)
_WORK_ENDS = dt.time(17)
_MONTHS_OF_QUARTER, _MONTHS_OF_HALF = 3, 6


def part(said: Said, today: Today, *, part: str | None = None, shift: int | None = None) -> Period:
    """This, the next or the last week, month, quarter, half or year."""
    if shift is None:
        shift = int(said.value("shift", 0))
    return part_of(today, part or str(said.value("part")), shift)


def edge(
    said: Said, today: Today, *, edge: str | None = None, week_ends_on: int | None = None, runs: bool = False
) -> Period:
    """Beginning, middle or end of a week, month, quarter or year; one that lies behind is that of the next.

    ``runs``: of the one that runs, although it lies behind.
    ``week_ends_on``: the weekday that ends a week; the weekend where none is given.
    """
    kind, where = str(said.value("part")), edge or str(said.value("edge"))
    shift = int(said.value("shift", 0))
    if kind == "day":
        return Period(today.day, None, Grain.TIME, _WORK_ENDS)
    if kind == "week" and where == "end":
        last = week_of(today.day, shift).start + _DAY * (5 if week_ends_on is None else week_ends_on)
        return Period(last, last + _DAY, Grain.DAY) if week_ends_on is None else one_day(last)
    found = edge_of(part_of(today, kind, shift), where)
    if not runs and not said.text("shift") and (found.end or found.start) < today.day:
        return edge_of(part_of(today, kind, shift + 1), where)
    return found


def edge_of_month(said: Said, today: Today, *, edge: str | None = None) -> Period:
    """Beginning, middle or end of a month by its name."""
    return edge_of(month_named(today, said.whole("month") or 0, said.year(today)), edge or str(said.value("edge")))


def third_of_month(said: Said, today: Today) -> Period:
    """The first ten days of a month, the next ten, or what is left of it."""
    month = (
        month_named(today, said.whole("month") or 0)
        if said.text("month")
        else month_of(today.day, int(said.value("shift", 0)))
    )
    first = int(said.value("third"))
    end = month.start.replace(day=first + 9) if first < 21 else month.end
    return Period(month.start.replace(day=first), end, Grain.DAY)


def half_of_month(said: Said, today: Today) -> Period:
    """A month to its 15th, or from its 16th; the month that comes, where no year is named."""
    start = month_named(today, said.whole("month") or 0).start
    start = start.replace(year=said.whole("year") or start.year)
    if said.whole("ordinal") == 1:
        return Period(start, start.replace(day=15), Grain.DAY)
    return Period(start.replace(day=16), add_months(start, 1) - _DAY, Grain.DAY)


def early_or_late(said: Said, today: Today) -> Period:
    """Early or late in a week (Monday to Wednesday, Thursday and Friday) or a month (to the 10th, from the 21st).

    The first or second half of a month ends or begins in its middle.
    """
    is_half, shift = bool(said.text("half_of")), int(said.value("shift", 0))
    is_early = said.value("half_of" if is_half else "edge") == "start"
    if said.value("part") == "week":
        monday = week_of(today.day, shift).start
        first, last = (0, 2) if is_early else (3, 4)
        return Period(monday + first * _DAY, monday + last * _DAY, Grain.DAY)
    month = month_of(today.day, shift)
    if is_early:
        return Period(month.start, month.start.replace(day=15 if is_half else 10), Grain.DAY)
    return Period(month.start.replace(day=16 if is_half else 21), month.end or month.start, Grain.DAY)


def quarter(said: Said, today: Today) -> Period:
    """A quarter of the firm's year by its number."""
    number = said.value("ordinal") or said.whole("number") or 1
    return _fiscal_part_named(said, today, said.year(today), int(number), _MONTHS_OF_QUARTER)


def half(said: Said, today: Today) -> Period:
    """The first or second half of the firm's year."""
    number = said.value("half_year") or said.value("ordinal") or said.whole("number") or 1
    return _fiscal_part_named(said, today, said.year(), int(number), _MONTHS_OF_HALF)


def _fiscal_part_named(said: Said, today: Today, year: int | None, number: int, months: int) -> Period:
    """That part of the year said, else of this one; looking back the last of its number that has begun."""
    shift = said.value("shift")
    found = fiscal_part(fiscal_year(today, year=year, shift=int(shift or 0)), number, months)
    if today.looks_back and year is None and shift is None and found.start > today.day:
        return fiscal_part(fiscal_year(today, shift=-1), number, months)
    return found


def calendar_quarter(said: Said, today: Today) -> Period:
    """A quarter of the calendar year by its number, whatever the firm's year; looking back one that has begun."""
    number = int(said.value("ordinal") or said.whole("number") or 1)
    year = said.year()
    found = months_from(dt.date(year or today.day.year, 3 * number - 2, 1), _MONTHS_OF_QUARTER, Grain.QUARTER)
    if today.looks_back and year is None and found.start > today.day:
        return months_from(add_months(found.start, -12), _MONTHS_OF_QUARTER, Grain.QUARTER)
    return found


def same_last_year(said: Said, today: Today, *, part: str | None = None) -> Period:
    """The week, month, quarter, half or firm's year that runs, a year earlier; a "period" is this quarter to date."""
    named = part or str(said.value("part", ""))
    now = part_of(today, named or "quarter", 0)
    if named == "week":
        return Period(now.start - 52 * 7 * _DAY, now.start - 52 * 7 * _DAY + 6 * _DAY, now.grain)
    first = add_months(now.start, -12)
    if not named:
        return Period(first, add_months(today.day, -12), Grain.DAY)
    months = {"month": 1, "quarter": _MONTHS_OF_QUARTER, "half": _MONTHS_OF_HALF}.get(named, 12)
    return months_from(first, months, now.grain)


def quarters_ago(said: Said, today: Today, *, number: int | None = None) -> Period:
    """The quarter so many before this one."""
    return fiscal_part_of(today, _MONTHS_OF_QUARTER, -(number or int(said.number("number"))))


def fiscal(said: Said, today: Today) -> Period:
    """A year of the firm by its number."""
    return fiscal_year(today, year=said.year(today))


def fiscal_end(_said: Said, today: Today) -> Period:
    """The last day of the firm's year."""
    year = fiscal_year(today)
    return one_day(year.end or year.start)


def month(said: Said, today: Today) -> Period:
    """A month by its name, in the year said or the nearest."""
    return month_named(today, said.whole("month") or 0, said.year(today))


def month_around(said: Said, today: Today) -> Period:
    """ "Last March": the last one of the name; "this" and "next March" are the nearest."""
    number, year = said.whole("month") or 0, said.year(today)
    if said.value("shift") == -1:
        year = today.day.year - (number >= today.day.month)
    return month_named(today, number, year)


def months(said: Said, today: Today) -> Period:
    """From one month through another."""
    return months_named(today, said.whole("month") or 0, said.whole("last_month") or 0, said.year(today))


def months_to_date(said: Said, today: Today) -> Period:
    """From a month, the last of its name, up to today."""
    number = said.whole("month") or 0
    year = said.year(today) or today.day.year - (number > today.day.month)
    return replace(month_named(today, number, year), end=today.day)


def year(said: Said, _today: Today) -> Period:
    """A calendar year."""
    return year_of(dt.date(said.year() or 0, 1, 1))


def year_to_date(_said: Said, today: Today) -> Period:
    """From the first of January up to today."""
    return replace(year_of(today.day), end=today.day)


def part_to_date(said: Said, today: Today) -> Period | None:
    """From the start of the part of the calendar that runs up to today."""
    runs = part(said, today, shift=0)
    return replace(runs, end=today.day) if runs else None


def later_this_week(_said: Said, today: Today) -> Period:
    """What is left of the working week."""
    friday = week_of(today.day).start + 4 * _DAY
    return Period(min(today.day + _DAY, friday), friday, Grain.DAY)


BUILDERS: Mapping[str, Callable[..., Period | None]] = {
    "part": part,
    "edge": edge,
    "edge_of_month": edge_of_month,
    "third_of_month": third_of_month,
    "half_of_month": half_of_month,
    "early_or_late": early_or_late,
    "quarter": quarter,
    "half": half,
    "calendar_quarter": calendar_quarter,
    "same_last_year": same_last_year,
    "quarters_ago": quarters_ago,
    "fiscal_year": fiscal,
    "fiscal_end": fiscal_end,
    "month": month,
    "month_around": month_around,
    "months": months,
    "months_to_date": months_to_date,
    "year": year,
    "year_to_date": year_to_date,
    "part_to_date": part_to_date,
    "later_this_week": later_this_week,
}
