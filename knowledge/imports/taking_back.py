"""Rows of an earlier import whose lines are left out by now, deleted or voided where they come from: they go too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Column, Connection, Table, delete, select, update

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty
from knowledge.imports.keys import bounded_key
from knowledge.imports.lookups import is_among
from knowledge.imports.mapping import Rows
from knowledge.tables import Base, Purchase

# What others stand on is not taken away: customers, colleagues, products, and what was proposed to whom.
_STAY = frozenset(("accounts", "people", "products", "proposals"))
GetId = Callable[[Sequence[str]], str]


class TakenBack:
    """Collects the ids of lines that are left out, and removes what is stored under them."""

    def __init__(self, connection: Connection, system: str, ids: Iterable[tuple[Rows, GetId]]) -> None:
        self._connection = connection
        self._system = system
        self._ids = [(rows.table, get) for rows, get in ids if rows.table not in _STAY]
        self._waiting: dict[str, set[str]] = {}
        self.removed: Counter[str] = Counter()

    def note(self, cells: Sequence[str]) -> None:
        """A line that is left out."""
        for table, get in self._ids:
            try:
                row_id = get(cells)
            except CellUnclear:
                continue  # an id that cannot be read is stored nowhere
            if not is_empty(row_id):
                self._waiting.setdefault(table, set()).add(bounded_key(f"{self._system}:{row_id}"))

    def carry_out(self) -> None:
        """Remove what was collected."""
        for name, keys in self._waiting.items():
            table = Base.metadata.tables[name]
            among = is_among(self._connection, table.c.key, keys)
            if found := self._connection.execute(select(table.c.id, table.c.key).where(among)).all():
                self._remove(table, [row[0] for row in found], [row[1] for row in found])
                self.removed[name] += len(found)
        self._waiting.clear()

    def _remove(self, table: Table, ids: list[int], keys: list[str]) -> None:
        for other, column in _referring(table):
            where = column.in_(ids)
            if column.nullable:
                self._connection.execute(update(other).where(where).values({column.name: None}))
            else:
                self._connection.execute(delete(other).where(where))
        if table.name == "deals":
            derived = Purchase.key.startswith("won:") & Purchase.deal_key.in_(keys)
            self._connection.execute(delete(Purchase).where(derived))
        if table.name == "deal_lines":
            self._connection.execute(delete(Purchase).where(Purchase.key.in_([f"won:{key}" for key in keys])))
        self._connection.execute(delete(table).where(table.c.id.in_(ids)))


def _referring(table: Table) -> Iterable[tuple[Table, Column[int]]]:
    """What refers to rows of a table."""
    for other in Base.metadata.tables.values():
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield other, column
