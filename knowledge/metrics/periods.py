"""Months, quarters and years of the firm's calendar, each from the day before it to its last day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from knowledge.errors import PeriodAhead

Grain = Literal["month", "quarter", "year"]
MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """Days from ``start`` to ``end``, both included. ``grain`` is None for any other span."""

    start: dt.date
    end: dt.date
    grain: Grain | None = None

    @property
    def opening(self) -> dt.date:
        """The evening before: who was a customer then is the cohort."""
        return self.start - dt.timedelta(days=1)

    @property
    def months(self) -> float:
        """Its length, for what is told a month."""
        return ((self.end - self.start).days + 1) / 30.4375


def period_of(day: dt.date, grain: Grain, *, year_starts: int) -> Period:
    """The whole period in which a day lies; quarters and years follow the firm's year.

    >>> period_of(dt.date(2026, 9, 30), "quarter", year_starts=4).start
    datetime.date(2026, 7, 1)
    """
    length = MONTHS[grain]
    since_year = (day.month - year_starts) % 12
    start = _shift(day.replace(day=1), -(since_year % length))
    return Period(start, _shift(start, length) - dt.timedelta(days=1), grain)


def back_from(last: Period, count: int) -> tuple[Period, ...]:
    """So many periods of the same grain up to this one, the oldest first."""
    if last.grain is None:
        return (last,)
    length = MONTHS[last.grain]
    starts = [_shift(last.start, -length * back) for back in range(count)]
    whole = [Period(start, _shift(start, length) - dt.timedelta(days=1), last.grain) for start in starts[1:]]
    return (*reversed(whole), last)


def until(period: Period, as_of: dt.date) -> Period:
    """As much of the period as has passed. PeriodAhead where it has not begun."""
    if period.start > as_of:
        raise PeriodAhead(
            f"The period from {period.start} has not begun: figures reach to {as_of}. Ask for an earlier one.",
            start=period.start,
            day=as_of,
        )
    return Period(period.start, min(period.end, as_of), period.grain)


def split(period: Period, grain: Grain, *, year_starts: int) -> tuple[Period, ...]:
    """The periods of a finer grain that lie in this one, cut at its ends."""
    parts, day = [], period.start
    while day <= period.end:
        part = period_of(day, grain, year_starts=year_starts)
        parts.append(Period(max(part.start, period.start), min(part.end, period.end), grain))
        day = part.end + dt.timedelta(days=1)
    return tuple(parts)


def _shift(first: dt.date, months: int) -> dt.date:
    count = first.year * 12 + first.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
