"""What builds days, periods and times of what was said, by the names that the rules call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.nlu.date_builders import clocks, days, parts, weekdays, workdays
from bot.nlu.periods import Period

# Each takes what was said, today, and what its rule gives besides.
BUILDERS: Mapping[str, Callable[..., Period | None]] = {
    **clocks.BUILDERS,
    **days.BUILDERS,
    **parts.BUILDERS,
    **weekdays.BUILDERS,
    **workdays.BUILDERS,
}
