"""What lines of orders say of one customer or product and do not always say alike: the last by date holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from knowledge.imports.telling import tell

_MOST_SHOWN = 3


class Varying:
    """Remembers for which day a row's facts were told, and which of its columns varied."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._days: dict[str, dt.date] = {}
        self._columns: dict[str, dict[str, tuple[object, object]]] = {}

    def note(self, key: str, day: dt.date) -> None:
        """A row's facts were told for this day."""
        self._days[key] = max(day, self._days.get(key, day))

    def meet(self, key: str, day: dt.date | None, new: Mapping[str, object], old: Mapping[str, object]) -> bool:
        """Whether other facts are the later ones; what varied is remembered for the summary."""
        before = self._days.get(key)
        is_later = day is not None and before is not None and day >= before
        for column, value in new.items():
            kept, other = (value, old.get(column)) if is_later else (old.get(column), value)
            self._columns.setdefault(column.removesuffix("_minor"), {})[key] = (kept, other)
        if is_later and day is not None:
            self._days[key] = day
        return is_later

    def notes(self) -> Iterator[str]:
        """One line a column: how many rows, which value was kept."""
        for column, rows in self._columns.items():
            shown = ", ".join(
                tell("import_notes.kept_not", key=key.partition(":")[2], kept=str(kept), other=str(other))
                for key, (kept, other) in list(rows.items())[:_MOST_SHOWN]
            )
            shown += " …" if len(rows) > _MOST_SHOWN else ""
            yield tell("import_notes.varies", column=f"{self._table}.{column}", count=len(rows), shown=shown)


_JOINED = "|"  # between the values that tell a row, where no id does


def contradiction(what: str, earlier: Mapping[str, object], differing: Mapping[str, object]) -> str:
    """That two lines of one file contradict each other: both lines, the columns, both values."""
    told = [
        tell(
            "imports.there_and_here",
            column=name.removesuffix("_minor").removesuffix("_id"),
            there=str(earlier.get(name)),
            here=str(value),
        )
        for name, value in differing.items()
        if name not in {"normal_name"}
    ]
    line = str(earlier.get("source_line"))
    key = "imports.contradiction_of_row" if _JOINED in what else "imports.contradiction"
    return tell(key, id=what, line=line, told="; ".join(told[:4]))
