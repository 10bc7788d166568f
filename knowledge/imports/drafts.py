"""One line of a file on its way into the store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from knowledge.imports.files.lines import Line
from knowledge.imports.report import Effect
from knowledge.imports.shapes import Values


@dataclass(slots=True)
class Draft:
    """What a line becomes in each table, how it fared there, and the reason where it was rejected.

    ``reason`` concerns the whole line; ``failed`` its part for one table, by the part's place: others are good.
    """

    line: Line
    parts: list[Values | None]
    effects: list[Effect] = field(default_factory=list)
    reason: str | None = None
    failed: dict[int, str] | None = None

    def part(self, place: int) -> Values | None:
        """The values for one table, unless they are rejected or the line is not for that table."""
        if self.reason is not None or (self.failed and place in self.failed):
            return None
        return self.parts[place]

    def reject(self, place: int, reason: str) -> None:
        """Leave out the part for one table."""
        self.failed = (self.failed or {}) | {place: reason}

    def has_failed(self, place: int) -> bool:
        """Whether the part for one table is left out."""
        return self.reason is not None or bool(self.failed and place in self.failed)

    def text(self, place: int, name: str) -> str:
        """A cell that still is text, such as a reference not looked up yet."""
        part = self.part(place)
        value = part.get(name) if part else None
        return value if isinstance(value, str) else ""

    def day(self, besides: int) -> dt.date | None:
        """The latest day that the line's other parts name: when what it says of a customer or product was so."""
        days = [
            value
            for place, part in enumerate(self.parts)
            if part and place != besides
            for name, value in part.items()
            if isinstance(value, dt.date) and name in _TELLING
        ]
        return max(days, default=None)


_TELLING = frozenset(("purchased_on", "opened_on", "closed_on", "started_on", "happened_on", "answered_on", "day"))
