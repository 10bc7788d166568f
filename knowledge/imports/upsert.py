"""Writes rows of one table in batches: new ones added, differing ones changed, equal ones left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from knowledge.imports.lookups import chunks
from knowledge.imports.report import Effect
from knowledge.imports.seen import SeenRows

_MOST_ORDINALS = 100_000
_TWICE = "the same {what} stands in an earlier line of this file with other values; keep one of them"


class Ready(NamedTuple):
    """A row fit to be stored. ``values`` in the order of the writer's columns."""

    key: str
    line: int
    values: tuple[object, ...]
    may_repeat: bool = False


class Outcome(NamedTuple):
    """What became of a row; ``reason`` where it was rejected."""

    effect: Effect
    reason: str | None = None


class TableWriter:
    """Writes one file's rows into one table. ``defaults``: for columns the file lacks, on adding only."""

    def __init__(
        self, connection: Connection, table: Table, columns: Sequence[str], *, source: str, defaults: dict[str, object]
    ) -> None:
        self._connection = connection
        self._table = table
        self._columns = tuple(columns)
        self._source = source
        self._defaults = _with_model_defaults(table, columns) | defaults
        self._seen = SeenRows(connection, table)
        self._ordinals: dict[str, int] = {}

    def write(self, rows: Sequence[Ready]) -> list[Outcome]:
        """Store a batch; one outcome for each row, in their order."""
        outcomes: list[Outcome] = [Outcome(Effect.UNCHANGED)] * len(rows)
        waiting = list(enumerate(rows))
        while waiting:
            waiting = self._round(waiting, outcomes)
        return outcomes

    def _round(self, rows: list[tuple[int, Ready]], outcomes: list[Outcome]) -> list[tuple[int, Ready]]:
        """One pass; returns the rows that must be tried again under their next ordinal."""
        stored = self._stored({row.key for _, row in rows})
        added: dict[str, Ready] = {}
        changed: list[tuple[int, Ready]] = []
        again: list[tuple[int, Ready]] = []
        for place, row in rows:
            known = stored.get(row.key)
            if known is None and row.key not in added:
                added[row.key] = row
                outcomes[place] = Outcome(Effect.ADDED)
            elif known is None or self._seen.meet(known[0]):
                values = added[row.key].values if known is None else known[1]
                self._met_again(place, row, values, outcomes=outcomes, again=again)
            elif known[1] != row.values:
                changed.append((known[0], row))
                stored[row.key] = (known[0], row.values)
                outcomes[place] = Outcome(Effect.CHANGED)
        self._add(list(added.values()))
        self._change(changed)
        return again

    def _met_again(
        self,
        place: int,
        row: Ready,
        values: tuple[object, ...],
        *,
        outcomes: list[Outcome],
        again: list[tuple[int, Ready]],
    ) -> None:
        """A second row of one key: the next of its like where that may be, else the same, else a contradiction."""
        if row.may_repeat:
            base = row.key.split("#", 1)[0]
            if len(self._ordinals) > _MOST_ORDINALS:
                self._ordinals.clear()
            self._ordinals[base] = max(self._ordinals.get(base, 1), int(row.key.partition("#")[2] or 1)) + 1
            again.append((place, row._replace(key=f"{base}#{self._ordinals[base]}")))
        elif values != row.values:
            outcomes[place] = Outcome(Effect.REJECTED, _TWICE.format(what=f"id or identity ({row.key})"))

    def _stored(self, keys: set[str]) -> dict[str, tuple[int, tuple[object, ...]]]:
        columns = self._table.c
        wanted = (columns.id, columns.key, *(columns[name] for name in self._columns))
        found: dict[str, tuple[int, tuple[object, ...]]] = {}
        for portion in chunks(keys):
            for row in self._connection.execute(select(*wanted).where(columns.key.in_(portion))):
                found[row[1]] = (row[0], tuple(row[2:]))
        return found

    def _add(self, rows: list[Ready]) -> None:
        if not rows:
            return
        names = ("key", "source", "source_line", *self._columns, *self._defaults)
        rest = tuple(self._defaults.values())
        tuples = [(row.key, self._source, row.line, *row.values, *rest) for row in rows]
        if self._connection.dialect.name == "postgresql":
            _copy(self._connection, self._table.name, names, tuples)
        else:
            self._connection.execute(insert(self._table), [dict(zip(names, values, strict=True)) for values in tuples])

    def _change(self, rows: list[tuple[int, Ready]]) -> None:
        if not rows:
            return
        names = ("source", "source_line", *self._columns)
        statement = update(self._table).where(self._table.c.id == bindparam("row_id"))
        statement = statement.values({name: bindparam(f"new_{name}") for name in names})
        self._connection.execute(
            statement,
            [
                {"row_id": row_id}
                | {f"new_{n}": v for n, v in zip(names, (self._source, row.line, *row.values), strict=True)}
                for row_id, row in rows
            ],
        )


def _with_model_defaults(table: Table, given: Sequence[str]) -> dict[str, object]:
    """Defaults that the models fill in, needed where rows go in by COPY."""
    return {
        column.name: column.default.arg  # type: ignore[attr-defined]
        for column in table.columns
        if column.default is not None and column.default.is_scalar and column.name not in given
    }


def _copy(connection: Connection, table: str, names: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    """PostgreSQL's fastest way in."""
    quoted = ", ".join(f'"{name}"' for name in names)
    cursor = connection.connection.cursor()
    with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
    cursor.close()
