"""What lines of orders say of one customer or product over and over: written once, while it stays the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from knowledge.imports.report import Effect
from knowledge.imports.shapes import Values
from knowledge.imports.upsert import Outcome

_MOST = 100_000  # ids remembered; beyond, each line is written


class Told(NamedTuple):
    """What a line says of one row; ``day``: the day for which it says so."""

    line: int
    part: Values
    day: dt.date | None


class RepeatedFacts:
    """Hands on what is new. What an id was told last is remembered until it is told something else."""

    def __init__(self) -> None:
        self._last: dict[object, Told] = {}
        self._outcomes: dict[object, Outcome] = {}
        self._varies: set[object] = set()

    def write(self, rows: Sequence[Told], write: Callable[[Sequence[Told]], list[Outcome]]) -> list[Outcome]:
        """The outcome of each row. ``write`` gets those that say anything new, and before a change what held so far."""
        handed: list[Told] = []
        places = [self._place(row, handed) for row in rows]
        outcomes = write(handed)
        for row, place in zip(rows, places, strict=True):
            if place is not None:
                self._outcomes.setdefault(row.part.get("id"), outcomes[place])
        return [self._again(row) if place is None else outcomes[place] for row, place in zip(rows, places, strict=True)]

    def _place(self, row: Told, handed: list[Told]) -> int | None:
        """Where the row stands among those handed on; None: it says nothing new."""
        row_id = row.part.get("id")
        last = self._last.get(row_id) if row_id else None
        if last is not None and last.part == row.part:
            if row.day and (last.day is None or row.day > last.day):
                self._last[row_id] = last._replace(day=row.day)
            return None
        if last is not None:
            handed.append(last)  # with the latest day for which it was said
            self._varies.add(row_id)
            del self._last[row_id]
        elif row_id and row_id not in self._varies and len(self._last) < _MOST:
            self._last[row_id] = row._replace(part=dict(row.part))
        handed.append(row)
        return len(handed) - 1

    def _again(self, row: Told) -> Outcome:
        first = self._outcomes[row.part["id"]]
        return first if first.reason else Outcome(Effect.UNCHANGED)
