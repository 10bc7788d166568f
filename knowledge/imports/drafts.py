"""One line of a file on its way into the store."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.imports.files.lines import Line
from knowledge.imports.report import Effect
from knowledge.imports.shapes import Values


@dataclass(slots=True)
class Draft:
    """What a line becomes in each table, how it fared there, and the reason where it was rejected."""

    line: Line
    parts: list[Values | None]
    effects: list[Effect] = field(default_factory=list)
    reason: str | None = None

    def part(self, place: int) -> Values | None:
        """The values for one table, unless the line is rejected or not for that table."""
        return self.parts[place] if self.reason is None else None

    def text(self, place: int, name: str) -> str:
        """A cell that still is text, such as a reference not looked up yet."""
        part = self.part(place)
        value = part.get(name) if part else None
        return value if isinstance(value, str) else ""
