"""Where a chart's points stand along its horizontal axis: by their day, or one after the other by name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from actions.reply import Chart
from bot.pictures.amounts import write_day

_MOST_TICKS = 6  # more run into each other on a phone


@dataclass(frozen=True)
class Places:
    """``names`` are in order, and empty where points stand by their days."""

    days: tuple[dt.date, ...]
    names: tuple[str, ...]
    language: str

    @classmethod
    def of(cls, chart: Chart, language: str) -> Places:
        """By days where every point has one; else by name, in the order of the series."""
        named = tuple(dict.fromkeys(name for series in chart.series for name, _ in series.points))
        days = [day for name in named if (day := read_day(name))]
        return cls(tuple(sorted(days)), (), language) if len(days) == len(named) else cls((), named, language)

    def at(self, name: str) -> float:
        """The place of a point or mark; ahead of all where nothing has this name."""
        if self.names:
            return float(self.names.index(name)) if name in self.names else -1.0
        day = read_day(name)
        return float(day.toordinal()) if day else self.first

    @property
    def first(self) -> float:
        """The leftmost place."""
        return 0.0 if self.names else float(self.days[0].toordinal())

    @property
    def last(self) -> float:
        """The rightmost place."""
        return len(self.names) - 1.0 if self.names else float(self.days[-1].toordinal())

    @property
    def middle(self) -> float:
        """Halfway."""
        return (self.first + self.last) / 2

    def ticks(self) -> list[tuple[float, str]]:
        """Places to be named on the axis, evenly spread, the last one among them."""
        count = int(self.last - self.first)
        step = max(1, -(-(count + 1) // _MOST_TICKS))
        at = [self.last - step * back for back in range(count // step + 1)]
        return [(place, self._name(place)) for place in reversed(at)]

    def write(self, name: str) -> str:
        """A point's place in words."""
        day = read_day(name)
        return write_day(day, self.language) if day and not self.names else name

    def _name(self, place: float) -> str:
        if self.names:
            return self.names[int(place)]
        return write_day(dt.date.fromordinal(int(place)), self.language)


def read_day(name: str) -> dt.date | None:
    """2026-09-30 as a day; None for any other name."""
    try:
        return dt.date.fromisoformat(name) if len(name) == 10 else None
    except ValueError:
        return None
