"""Calendar arithmetic that both languages share: weeks from Monday, fiscal years, ends of months."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Grain(StrEnum):
    """How exact a date was said: "at 3pm", "Friday", "next week", "March", "Q3", "H1", "FY2026"."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Loose(StrEnum):
    """How a date was said that means another one beside a date that stands: "no, Wednesday", "make it 4pm"."""

    WEEKDAY = "weekday"
    TIME = "time"


@dataclass(frozen=True)
class Period:
    """Days from ``start`` to ``end``, both included; ``end`` None: the one day. ``time`` is local.

    ``loose``: what it leaves open, where it corrects another date: a weekday of which week, a time of which day.
    """

    start: dt.date
    end: dt.date | None
    grain: Grain
    time: dt.time | None = None
    loose: Loose | None = None


@dataclass(frozen=True)
class Today:
    """The moment of speaking, where the speaker is, and the month in which the firm's year begins.

    ``looks_back``: what has been is asked about, so that October is the last one or the one that runs.
    """

    now: dt.datetime
    fiscal_year_starts: int = 4
    looks_back: bool = False

    @property
    def day(self) -> dt.date:
        """The local date."""
        return self.now.date()


def one_day(day: dt.date) -> Period:
    return Period(day, None, Grain.DAY)


def week_of(day: dt.date, shift: int = 0) -> Period:
    """Monday to Sunday, ``shift`` weeks on."""
    monday = day + dt.timedelta(days=7 * shift - day.weekday())
    return Period(monday, monday + dt.timedelta(days=6), Grain.WEEK)


def month_of(day: dt.date, shift: int = 0) -> Period:
    """The calendar month, ``shift`` months on."""
    first = add_months(day.replace(day=1), shift)
    return Period(first, add_months(first, 1) - dt.timedelta(days=1), Grain.MONTH)


def months_from(first: dt.date, months: int, grain: Grain) -> Period:
    """So many whole months from the first of one."""
    return Period(first, add_months(first, months) - dt.timedelta(days=1), grain)


def year_of(day: dt.date, shift: int = 0) -> Period:
    """The calendar year."""
    return months_from(dt.date(day.year + shift, 1, 1), 12, Grain.YEAR)


def fiscal_year(today: Today, *, year: int | None = None, shift: int = 0) -> Period:
    """The firm's year; FY2026 begins in 2026."""
    if year is None:
        year = today.day.year - (today.day.month < today.fiscal_year_starts)
    return months_from(dt.date(year + shift, today.fiscal_year_starts, 1), 12, Grain.YEAR)


def fiscal_part(year: Period, number: int, months: int) -> Period:
    """The n-th quarter (3 months) or half (6 months) of a firm's year."""
    grain = Grain.QUARTER if months == 3 else Grain.HALF
    return months_from(add_months(year.start, (number - 1) * months), months, grain)


def fiscal_part_of(today: Today, months: int, shift: int = 0) -> Period:
    """The quarter or half in which today lies, ``shift`` on."""
    year = fiscal_year(today)
    passed = (today.day.year - year.start.year) * 12 + today.day.month - year.start.month
    return fiscal_part(year, passed // months + 1 + shift, months)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of another month, or that month's last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = min(max(count // 12, dt.MINYEAR), dt.MAXYEAR), count % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def weekday_on(today: dt.date, weekday: int, *, week: int | None = None) -> dt.date:
    """The coming weekday (never today), or that of the week ``week`` weeks on."""
    if week is not None:
        return week_of(today, week).start + dt.timedelta(days=weekday)
    return today + dt.timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def last_weekday(today: dt.date, weekday: int) -> dt.date:
    """The latest such weekday before today."""
    return today - dt.timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def day_of_month(today: dt.date, day: int) -> dt.date | None:
    """The next such day of a month, today included; None where no month near has it."""
    for shift in range(3):
        month = month_of(today, shift)
        if month.end and day <= month.end.day and month.start.replace(day=day) >= today:
            return month.start.replace(day=day)
    return None


def dated(today: Today, month: int, day: int, year: int | None = None) -> dt.date | None:
    """That day of the year said, else the nearest: past up to 3 months ago, otherwise to come. None: no such day.

    Looking back it is the latest that has been.
    """
    here = today.day
    try:
        found = dt.date(year or here.year, month, day)
        if year is None and today.looks_back:
            return found if found <= here else dt.date(here.year - 1, month, day)
        if year is None and (here - found).days > 92:
            return dt.date(here.year + 1, month, day)
        if year is None and (found - here).days > 366 - 92:
            return dt.date(here.year - 1, month, day)
    except ValueError:
        return _leap_day(here, month, day) if year is None and not today.looks_back else None
    return found


def _leap_day(here: dt.date, month: int, day: int) -> dt.date | None:
    """The next 29 February, where that is the day said."""
    for year in range(here.year, here.year + 9):
        if (month, day) == (2, 29) and calendar.isleap(year) and dt.date(year, month, day) >= here:
            return dt.date(year, month, day)
    return None


def month_named(today: Today, month: int, year: int | None = None) -> Period:
    """That month of the year said, else this month or the next one of the name; looking back the last one."""
    here = today.day
    nearest = here.year - (month > here.month) if today.looks_back else here.year + (month < here.month)
    return month_of(dt.date(year or nearest, month, 1))


def months_named(today: Today, first: int, last: int, year: int | None = None) -> Period:
    """From one month through another, the last of them as ``month_named`` finds it: April to June."""
    end = month_named(today, last, (year + (last < first)) if year else None)
    start = add_months(end.start, -((last - first) % 12))
    return Period(start, end.end, Grain.MONTH)


def last_days(today: dt.date, *, days: int = 0, months: int = 0, grain: Grain = Grain.DAY) -> Period:
    """So many days or months up to today."""
    start = add_months(today, -months) - dt.timedelta(days=days) + dt.timedelta(days=1)
    return Period(min(start, today), today, grain)


def shifted(today: Today, number: float, unit: str) -> Period:
    """So much later than now, or earlier where negative."""
    if unit in {"minute", "hour"}:
        later = today.now.astimezone(dt.UTC) + dt.timedelta(minutes=number * (60 if unit == "hour" else 1))
        local = later.astimezone(today.now.tzinfo)
        return Period(local.date(), None, Grain.TIME, local.time().replace(second=0, microsecond=0))
    if unit in {"day", "week"}:
        days = round(number * (7 if unit == "week" else 1))
        return one_day(today.day + dt.timedelta(days=days))
    months = round(number * {"month": 1, "quarter": 3, "year": 12}[unit])
    if not months:
        return one_day(today.day + dt.timedelta(days=15 if number > 0 else -15))
    return one_day(add_months(today.day, months))


def stretch(today: Today, number: float, unit: str, *, ahead: bool) -> Period:
    """The last or next so many days, weeks or months, today included."""
    days = {"day": 1, "week": 7}.get(unit, 0) * number
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit, 0) * number
    grain = Grain(unit) if unit in set(Grain) else Grain.DAY
    if not ahead:
        return last_days(today.day, days=round(days), months=round(months), grain=grain)
    end = add_months(today.day, round(months)) + dt.timedelta(days=round(days))
    return Period(today.day, end, grain)


def part_of(today: Today, part: str, shift: int) -> Period:
    """This, next or last week, month, quarter, half or year; quarters, halves and "fiscal" follow the firm's year."""
    match part:
        case "week":
            return week_of(today.day, shift)
        case "month":
            return month_of(today.day, shift)
        case "quarter":
            return fiscal_part_of(today, 3, shift)
        case "half":
            return fiscal_part_of(today, 6, shift)
        case "year":
            return year_of(today.day, shift)
        case _:
            return fiscal_year(today, shift=shift)


def edge_of(period: Period, edge: str) -> Period:
    """The first or last day of a period, or its middle third."""
    last = period.end or period.start
    if edge == "start":
        return one_day(period.start)
    if edge == "end":
        return one_day(last)
    third = (last - period.start) / 3
    return Period(period.start + third, last - third, Grain.DAY)


def local_moment(day: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """That local time as a moment; one that the clocks skip moves on by the gap, of one that comes twice the first."""
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC).astimezone(zone)
