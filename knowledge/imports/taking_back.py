"""Rows of an earlier import whose lines are left out by now, deleted or voided where they come from: they go too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import Column, Connection, Table, delete, select, update

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty
from knowledge.imports.keys import bounded_key
from knowledge.imports.lookups import chunks, is_among
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
        self._ids = [(rows.table, get) for rows, get in ids if can_go(rows.table)]
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
                self._waiting.setdefault(table, set()).add(stored_key(self._system, row_id))

    def carry_out(self) -> None:
        """Remove what was collected."""
        for name, keys in self._waiting.items():
            if count := remove_rows(self._connection, name, keys):
                self.removed[name] += count
        self._waiting.clear()


def can_go(table: str) -> bool:
    """Whether rows of a table are taken away; what others stand on is not."""
    return table not in _STAY


def stored_key(system: str, row_id: str) -> str:
    """The key under which a row with this id of a system is stored."""
    return bounded_key(f"{system}:{row_id}")


def remove_rows(connection: Connection, name: str, keys: Collection[str]) -> int:
    """Remove the rows of table ``name`` that have these keys, with what stands on them; how many there were."""
    table = Base.metadata.tables[name]
    found = connection.execute(select(table.c.id, table.c.key).where(is_among(connection, table.c.key, keys))).all()
    ids, removed = [row[0] for row in found], [row[1] for row in found]
    for other, column in _referring(table):
        for portion in chunks(ids):
            if column.nullable:
                connection.execute(update(other).where(column.in_(portion)).values({column.name: None}))
            else:
                connection.execute(delete(other).where(column.in_(portion)))
    if name in {"deals", "deal_lines"}:
        _remove_derived(connection, name, removed)
    for portion in chunks(ids):
        connection.execute(delete(table).where(table.c.id.in_(portion)))
    return len(found)


def _remove_derived(connection: Connection, name: str, keys: Iterable[str]) -> None:
    """Purchases that were made of won deals or of their lines."""
    for portion in chunks(keys):
        gone = delete(Purchase)
        if name == "deals":
            gone = gone.where(Purchase.key.startswith("won:"), Purchase.deal_key.in_(portion))
        else:
            gone = gone.where(Purchase.key.in_([f"won:{key}" for key in portion]))
        connection.execute(gone)


def _referring(table: Table) -> Iterable[tuple[Table, Column[int]]]:
    """What refers to rows of a table."""
    for other in Base.metadata.tables.values():
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield other, column
