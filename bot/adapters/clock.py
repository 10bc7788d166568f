"""The firm's business day: what today is when nobody names a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.clock import utc_now
from knowledge.kernel.key_value import load_fixed_day
from knowledge.knowledge import Knowledge


@dataclass(frozen=True)
class FirmClock:
    """The firm's business day: that of its time zone, or the fixed day of a demo store."""

    timezone: str
    fixed_day: dt.date | None

    def today(self) -> dt.date:
        """The day asked about when nobody names one."""
        return self.fixed_day or utc_now().astimezone(ZoneInfo(self.timezone)).date()

    def now(self, day: dt.date | None = None) -> dt.datetime:
        """The moment in the firm's zone; on another day, at the real time of day."""
        real = utc_now().astimezone(ZoneInfo(self.timezone))
        meant = day or self.fixed_day
        return real.replace(year=meant.year, month=meant.month, day=meant.day) if meant else real


def firm_clock(knowledge: Knowledge) -> FirmClock:
    """The firm's clock; a demo store's stands still."""
    with knowledge.engine.connect() as connection:
        return FirmClock(knowledge.rules.firm.timezone, load_fixed_day(connection))
