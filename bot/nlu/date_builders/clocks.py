"""Times of day. A time past midnight belongs to the evening before: it begins a day later than it is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from bot.nlu.periods import Grain, Period, Today
from bot.nlu.said import Said

_NOON, _MIDNIGHT = 12, 24
_LAST_HOUR = 29  # 29時 is five in the morning; beyond it no clock runs
_AFTERNOON = range(1, 7)  # "at 3" among colleagues is the afternoon
_SMALL_HOURS = range(1, 5)


def _at(today: Today, hour: int, minute: int = 0) -> Period | None:
    """That time today, or tomorrow where the hours run on past midnight."""
    if not 0 <= hour <= _LAST_HOUR:
        return None
    day = today.day + dt.timedelta(days=hour // _MIDNIGHT)
    return Period(day, None, Grain.TIME, dt.time(hour % _MIDNIGHT, minute))


def clock(said: Said, today: Today, *, past_midnight: bool = False) -> Period | None:
    """A time as a clock shows it, or with the half of the day; hours beyond 24 only where ``past_midnight``."""
    hour, minute, half = said.whole("hour") or 0, said.whole("minute") or 0, said.value("half")
    if hour >= _MIDNIGHT and not past_midnight:
        return None
    return _at(today, _of_day(hour, half, said.text("hour"), past_midnight=past_midnight), minute)


def _of_day(hour: int, half: str | None, written: str, *, past_midnight: bool) -> int:
    if half == "night":
        return (
            hour + _MIDNIGHT if hour in _SMALL_HOURS else _MIDNIGHT if hour == _NOON else hour + _NOON * (hour < _NOON)
        )
    if half == "pm":
        return hour + _NOON if hour < _NOON else hour
    if half == "am":
        return 0 if hour == _NOON and not past_midnight else hour
    return hour + _NOON if hour in _AFTERNOON and not written.startswith("0") else hour


def past_the_hour(said: Said, today: Today, *, minutes: int | None = None) -> Period | None:
    """Half past three, ten to five."""
    hour = _of_day(said.whole("hour") or 0, said.value("half"), said.text("hour"), past_midnight=False)
    if minutes is None:
        minutes = (said.whole("minute") or 0) * int(said.value("side"))
    total = hour * 60 + minutes
    return _at(today, total // 60, total % 60) if total >= 0 else None


def part_of_day(said: Said, today: Today) -> Period | None:
    """Morning, noon, afternoon, evening: the hour that a colleague would take."""
    return _at(today, int(said.value("part_of_day")))


def fixed_time(_said: Said, today: Today, *, hour: int) -> Period | None:
    """A time that has a name."""
    return _at(today, hour)


BUILDERS: Mapping[str, Callable[..., Period | None]] = {
    "clock": clock,
    "past_the_hour": past_the_hour,
    "part_of_day": part_of_day,
    "fixed_time": fixed_time,
}
