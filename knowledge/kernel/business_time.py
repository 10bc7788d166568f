"""Business hours and holidays of one person's country: how long "one business day" is on the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True)
class BusinessTime:
    """Monday to Friday from ``opens`` to ``closes`` in ``timezone``, without the public holidays of ``country``.

    >>> time = BusinessTime("JP", "Asia/Tokyo", dt.time(9), dt.time(18))
    >>> friday = dt.datetime(2026, 9, 18, 17, tzinfo=ZoneInfo("Asia/Tokyo"))
    >>> time.add(friday, 1).astimezone(time.zone).isoformat()  # Monday to Wednesday are holidays
    '2026-09-24T17:00:00+09:00'
    """

    country: str
    timezone: str
    opens: dt.time
    closes: dt.time

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone; UTC where its name is not known."""
        return _zone(self.timezone)

    def is_business_day(self, day: dt.date) -> bool:
        """Whether people work on that day there."""
        return day.weekday() < 5 and day not in _holidays(self.country, day.year)

    def add(self, moment: dt.datetime, days: float) -> dt.datetime:
        """``days`` business days of work after ``moment``, as an aware moment in UTC."""
        left = dt.timedelta(seconds=days * self._day_seconds)
        local = self.next_open(moment).astimezone(self.zone)
        while True:
            until_close = _local(local.date(), self.closes, self.zone) - local
            if left <= until_close:
                return (local.astimezone(dt.UTC) + left).astimezone(dt.UTC)
            left -= until_close
            local = self._open_after(local.date() + dt.timedelta(days=1))

    def next_open(self, moment: dt.datetime) -> dt.datetime:
        """``moment`` itself in business hours, else when they next begin."""
        local = moment.astimezone(self.zone)
        if not self.is_business_day(local.date()) or local.time() >= self.closes:
            return self._open_after(local.date() + dt.timedelta(days=1)).astimezone(dt.UTC)
        return max(local, _local(local.date(), self.opens, self.zone)).astimezone(dt.UTC)

    @property
    def _day_seconds(self) -> float:
        day = dt.date(2000, 1, 1)
        return (dt.datetime.combine(day, self.closes) - dt.datetime.combine(day, self.opens)).total_seconds()

    def _open_after(self, day: dt.date) -> dt.datetime:
        while not self.is_business_day(day):
            day += dt.timedelta(days=1)
        return _local(day, self.opens, self.zone)


def _local(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=zone)


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@cache
def _holidays(country: str, year: int) -> frozenset[dt.date]:
    """The public holidays; none where the country's are not known."""
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
