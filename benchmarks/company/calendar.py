"""Days told from the demo day, and the weeks that use is counted in."""

from __future__ import annotations

import datetime as dt

from knowledge.demo import DEMO_DAY

HISTORY_DAYS = 730


def days_ago(days: int) -> dt.date:
    """The day so many days before the demo day; negative: after it."""
    return DEMO_DAY - dt.timedelta(days=days)


def weeks_back(weeks: int) -> list[dt.date]:
    """First days of the last weeks, oldest first; the last one ends on the demo day."""
    return [days_ago(7 * week + 6) for week in reversed(range(weeks))]


def next_anniversary(day: dt.date) -> dt.date:
    """The first whole year after ``day`` that lies after the demo day."""
    years = (DEMO_DAY - day).days // 365 + 1
    return day + dt.timedelta(days=365 * years)
