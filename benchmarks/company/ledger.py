"""Collects rows table by table and gives each its id, key and source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from knowledge.demo import Row

Tables = dict[str, list[Row]]


class Ledger:
    """The rows of one batch; ids go on counting from batch to batch. ``last``: by table, those that are taken."""

    def __init__(self, source: str, last: Mapping[str, int]) -> None:
        self.source = source
        self.tables: Tables = defaultdict(list)
        self._last = defaultdict(int, last)

    def add(self, table: str, /, *, key: str | None = None, **values: Any) -> int:
        """Write one row with the columns every row has; the id it got."""
        number = self._last[table] = self._last[table] + 1
        row = {"id": number, "key": f"demo:{key or f'{table}-{number}'}", "source": self.source, "source_line": number}
        self.tables[table].append(row | values)
        return number

    def add_bare(self, table: str, /, **values: Any) -> None:
        """Write one row of a table whose rows know no source."""
        number = self._last[table] = self._last[table] + 1
        self.tables[table].append({"id": number, **values})

    def drain(self) -> Tables:
        """Hand over the rows so far and begin anew."""
        full, self.tables = self.tables, defaultdict(list)
        return dict(full)
