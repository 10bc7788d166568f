"""Reminders that come again: each day, working day, week or month, at one time on the wall of whoever asked."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from knowledge.kernel.business_time import BusinessTime

MONTH_END = 31
_LOOK_AHEAD_DAYS = 70  # a month, and the longest holidays


class Every(StrEnum):
    """How often."""

    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Repeat:
    """``on``: the weekday from 0 (Monday), or the day of the month, of which 31 is always the last. ``at`` is local.

    >>> str(Repeat(Every.WEEK, 0, dt.time(9))), Repeat.read("month 31 17:30").on
    ('week 0 09:00', 31)
    """

    every: Every
    on: int
    at: dt.time

    def __str__(self) -> str:
        return f"{self.every} {self.on} {self.at:%H:%M}"

    @classmethod
    def read(cls, text: str) -> Repeat:
        """Read what ``str`` wrote; ValueError for anything else."""
        every, on, at = text.split()
        return cls(Every(every), int(on), dt.time.fromisoformat(at))

    def next_after(self, moment: dt.datetime, time: BusinessTime) -> dt.datetime:
        """The next time after ``moment``, in UTC, by the calendar and clocks of ``time``.

        A time that the clocks skip is the hour after; one that comes twice is the first of the two.
        """
        day = moment.astimezone(time.zone).date()
        for ahead in range(_LOOK_AHEAD_DAYS):
            found = self._on(day + dt.timedelta(days=ahead), time)
            if found is not None and found > moment:
                return found
        raise ValueError(f"{self} does not come again")

    def _on(self, day: dt.date, time: BusinessTime) -> dt.datetime | None:
        is_day = {
            Every.DAY: True,
            Every.WORKDAY: time.is_business_day(day),
            Every.WEEK: day.weekday() == self.on,
            Every.MONTH: day.day == min(self.on, calendar.monthrange(day.year, day.month)[1]),
        }[self.every]
        return dt.datetime.combine(day, self.at, tzinfo=time.zone).astimezone(dt.UTC) if is_day else None
