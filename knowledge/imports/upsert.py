"""Writes rows of one table in batches: new ones added, differing ones changed, equal ones left alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, bindparam, select, update

from knowledge.imports.lookups import is_among
from knowledge.imports.report import Effect
from knowledge.imports.seen import SeenRows
from knowledge.imports.telling import tell
from knowledge.imports.used_again import UsedAgain
from knowledge.imports.varying import Varying, contradiction
from knowledge.kernel.bulk_load import load_columns
from knowledge.privacy.replacing import load_erased, replaced_key

_MOST_ORDINALS = 100_000
_MOST_SOURCES = 20  # other files that are named in the summary


class Ready(NamedTuple):
    """A row fit to be stored. ``values`` in the order of the writer's columns."""

    key: str
    line: int
    values: tuple[object, ...]
    may_repeat: bool = False
    day: dt.date | None = None
    has_id: bool = True


class _Kept(NamedTuple):
    """A row as it is in the store, or will be after this batch. ``id``: None where it is new."""

    id: int | None
    source: str
    line: int | None
    values: tuple[object, ...]


class Outcome(NamedTuple):
    """What became of a row; ``reason`` where it was rejected."""

    effect: Effect
    reason: str | None = None


class TableWriter:
    """Writes one file's rows into one table. ``defaults``: for columns the file lacks, on adding only."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        columns: Sequence[str],
        *,
        source: str,
        defaults: dict[str, object],
        varying: Varying | None = None,
    ) -> None:
        self._connection = connection
        self._table = table
        self._columns = tuple(columns)
        self._source = source
        self._defaults = _with_model_defaults(table, columns) | defaults
        self._seen = SeenRows(connection, table)
        self._erased = load_erased(connection, table)
        self._ordinals: dict[str, int] = {}
        self._varying = varying
        self._beside: Counter[str] = Counter()
        self._equal: Counter[str] = Counter()
        self._replaced = 0
        self._settled: Counter[str] = Counter()
        self._used_again = UsedAgain(table.name, self._columns)
        self._renamed: list[str] = []

    def notes(self) -> Iterator[str]:
        """Ids with quite another name than before, and lines without an id that are like lines of other files."""
        yield from self._renamed[:_MOST_SOURCES]
        for source, count in self._equal.most_common(_MOST_SOURCES):
            yield tell("import_notes.equal_lines", count=count, source=source)
        if self._replaced:
            yield tell("import_notes.replaced_lines", count=self._replaced, source=self._source)
        for source, count in (+self._settled).most_common(_MOST_SOURCES):
            yield tell("import_notes.settled_lines", count=count, source=source)
        for source, count in self._beside.most_common(_MOST_SOURCES):
            yield tell("import_notes.further_lines", count=count, source=source)

    def write(self, rows: Sequence[Ready]) -> list[Outcome]:
        """Store a batch; one outcome for each row, in their order."""
        outcomes: list[Outcome] = [Outcome(Effect.UNCHANGED)] * len(rows)
        waiting = [(place, row) for place, row in enumerate(rows) if not self._is_erased(row)]
        while waiting:
            waiting = self._round(waiting, outcomes)
        return outcomes

    def _is_erased(self, row: Ready) -> bool:
        """Whether this person was erased on their own request: no import brings them back."""
        return bool(self._erased) and replaced_key(row.key) in self._erased

    def _round(self, rows: list[tuple[int, Ready]], outcomes: list[Outcome]) -> list[tuple[int, Ready]]:
        """One pass; returns the rows that must be tried again under their next ordinal."""
        stored = self._stored({row.key for _, row in rows})
        added: dict[str, Ready] = {}
        changed: dict[int, Ready] = {}
        again: list[tuple[int, Ready]] = []
        for place, row in rows:
            known = stored.get(row.key)
            if known is None:
                added[row.key] = row
                stored[row.key] = _Kept(None, self._source, row.line, row.values)
                outcomes[place] = Outcome(Effect.ADDED)
                if self._varying and row.day:
                    self._varying.note(row.key, row.day)
            elif known.id is None or self._seen.has_met(known.id):
                self._met_again(place, row, stored, added, changed, outcomes=outcomes, again=again)
            elif row.may_repeat and known.source != self._source and known.values != row.values:
                self._beside[known.source] += "#" not in row.key  # once a line, whatever follows it
                again.append((place, self._next(row)))
            elif known.values != row.values and (why := self._question(row, known)):
                outcomes[place] = Outcome(Effect.REJECTED, why)
            else:
                self._seen.meet(known.id)
                if row.may_repeat and known.source != self._source:
                    self._equal[known.source] += 1
                if self._varying and row.day:
                    self._varying.note(row.key, row.day)
                if known.values != row.values:
                    self._replaced += row.may_repeat
                    self._settled[known.source] += self._contradicts(row, known)
                    changed[known.id] = row
                    stored[row.key] = known._replace(values=row.values, source=self._source, line=row.line)
                    outcomes[place] = Outcome(Effect.CHANGED)
        self._add(list(added.values()))
        self._change(list(changed.items()))
        return again

    def _question(self, row: Ready, known: _Kept) -> str:
        """Why the row's id seems to have become another's; a new name alone is only told."""
        if row.may_repeat or row.key.startswith("name:"):
            return ""
        row_id = row.key.partition(":")[2]
        why = self._used_again.question(row_id, row.values, known.values, source=known.source, line=known.line)
        if not why and self._used_again.is_renamed(row.values, known.values):
            was, now = self._used_again.names(row.values, known.values)
            self._renamed.append(tell("imports.renamed", line=str(row.line), id=row_id, was=was, now=now))
        return why

    def _contradicts(self, row: Ready, known: _Kept) -> bool:
        """Whether a line without an id says otherwise than the line of another file that it is taken for."""
        if row.has_id or row.may_repeat or known.source == self._source:
            return False
        return any(was is not None and was != now for was, now in zip(known.values, row.values, strict=True))

    def _next(self, row: Ready) -> Ready:
        """The row under its next ordinal: bought twice on one day."""
        base = row.key.split("#", 1)[0]
        if len(self._ordinals) > _MOST_ORDINALS:
            self._ordinals.clear()
        self._ordinals[base] = max(self._ordinals.get(base, 1), int(row.key.partition("#")[2] or 1)) + 1
        return row._replace(key=f"{base}#{self._ordinals[base]}")

    def _met_again(
        self,
        place: int,
        row: Ready,
        stored: dict[str, _Kept],
        added: dict[str, Ready],
        changed: dict[int, Ready],
        *,
        outcomes: list[Outcome],
        again: list[tuple[int, Ready]],
    ) -> None:
        """A second row of one key: the next of its like where that may be, else the same, else a contradiction."""
        known = stored[row.key]
        if row.may_repeat:
            again.append((place, self._next(row)))
        elif known.values != row.values:
            earlier = dict(zip(self._columns, known.values, strict=True)) | {"source_line": known.line}
            differing = {
                name: value
                for name, value, before in zip(self._columns, row.values, known.values, strict=True)
                if value != before and not (self._varying and (value is None or before is None))
            }
            if self._varying is None:
                what = row.key.removeprefix("files:")
                outcomes[place] = Outcome(Effect.REJECTED, contradiction(what, earlier, differing))
            elif differing and self._varying.meet(row.key, row.day, differing, earlier):
                kept = [
                    before if value is None else value for value, before in zip(row.values, known.values, strict=True)
                ]
                later = row._replace(values=tuple(kept))
                stored[row.key] = known._replace(values=later.values, line=row.line)
                outcomes[place] = Outcome(Effect.CHANGED)
                if known.id is None:
                    added[row.key] = later
                else:
                    changed[known.id] = later
        elif self._varying and row.day:
            self._varying.note(row.key, row.day)

    def _stored(self, keys: set[str]) -> dict[str, _Kept]:
        columns = self._table.c
        wanted = (columns.key, columns.id, columns.source, columns.source_line, *(columns[n] for n in self._columns))
        statement = select(*wanted).where(is_among(self._connection, columns.key, keys))
        rows = self._connection.execute(statement)
        return {row[0]: _Kept(row[1], row[2], row[3], tuple(row[4:])) for row in rows}

    def _add(self, rows: list[Ready]) -> None:
        if not rows:
            return
        names = ("key", "source", "source_line", *self._columns, *self._defaults)
        rest = tuple(self._defaults.values())
        tuples = ((row.key, self._source, row.line, *row.values, *rest) for row in rows)
        load_columns(self._connection, self._table, names, tuples)

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
