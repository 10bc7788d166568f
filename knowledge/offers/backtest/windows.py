"""Past days on which the advice is replayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Window:
    """Everything until the end of day is known; what is first bought in the horizon after it is to be found."""

    day: int
    horizon_days: int

    @property
    def last_day(self) -> int:
        return self.day + self.horizon_days

    @property
    def as_of(self) -> date:
        return date(1970, 1, 1) + timedelta(days=self.day)


def plan_windows(first_day: int, last_day: int, *, horizon_days: int, count: int) -> list[Window]:
    """Up to count windows that end on last_day without overlap, oldest first.

    first_day, last_day: days since 1970 of the first and last purchase known. A window needs a horizon of history.
    """
    days = [last_day - horizon_days * back for back in range(count, 0, -1)]
    return [Window(day, horizon_days) for day in days if day - horizon_days >= first_day]
