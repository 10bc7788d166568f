"""One table's part of a file: values read, references resolved, keys made, rows written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, update

from knowledge.store.imports.accounts import AccountWriter
from knowledge.store.imports.canonical import Column, Kind
from knowledge.store.imports.files.lines import Line
from knowledge.store.imports.keys import bounded_key, given_columns, identity_key, stored_value, text_limits
from knowledge.store.imports.mapping import Mapping, Rows
from knowledge.store.imports.references import NotFound, References
from knowledge.store.imports.relations import RelationWriter
from knowledge.store.imports.report import Effect
from knowledge.store.imports.shapes import Values
from knowledge.store.imports.upsert import Outcome, Ready, TableWriter
from knowledge.store.models import Base


@dataclass
class Draft:
    """One line on its way into the store: what it becomes in each table, and how it fared."""

    line: Line
    parts: list[Values | None] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    reason: str | None = None


class TablePart:
    """What one ``Rows`` of a mapping does with the lines of one file."""

    def __init__(
        self, place: int, rows: Rows, mapping: Mapping, references: References, *, connection: Connection, source: str
    ) -> None:
        self.rows = rows
        self.counts = {Effect.ADDED: 0, Effect.CHANGED: 0, Effect.UNCHANGED: 0}
        self._place = place
        self._system = mapping.system
        self._references = references
        self._given = given_columns(rows)
        self._refers = [column for column in self._given if column.kind is Kind.REFERENCE]
        self._stored = [column for column in self._given if not column.is_helper and column.name != "id"]
        self._table: Table = Base.metadata.tables[rows.table]
        self._limits = text_limits(self._table, self._stored)
        self._connection = connection
        self._deferred: list[tuple[str, Column, str, int]] = []
        self.writer = self._make_writer(connection, mapping, source)

    def _make_writer(
        self, connection: Connection, mapping: Mapping, source: str
    ) -> AccountWriter | TableWriter | RelationWriter:
        if self.rows.table == "accounts":
            return AccountWriter(connection, system=mapping.system, source=source, rules=mapping.merge)
        if self.rows.table == "product_relations":
            return RelationWriter(connection, source)
        given = {column.name for column in self._given}
        defaults: dict[str, object] = {
            column.stored_as: column.default
            for column in self.rows.canonical.columns
            if column.default is not None and column.name not in given
        }
        columns = [column.stored_as for column in self._stored]
        return TableWriter(connection, self._table, columns, source=source, defaults=defaults)

    def resolve(self, drafts: Sequence[Draft], *, written_here: set[str], inner: bool) -> None:
        """Turn what cells refer to into rows. ``inner``: only tables that this very file writes; else all others."""
        for column in self._refers:
            if (column.refers in written_here) is not inner or column.refers is None:
                continue
            waiting = [draft for draft in drafts if self._text(draft, column)]
            self._references.prime(column.refers, {self._text(draft, column) for draft in waiting})
            for draft in waiting:
                self._resolve_one(draft, column, column.refers)

    def _text(self, draft: Draft, column: Column) -> str:
        part = draft.parts[self._place] if draft.reason is None else None
        value = part.get(column.name) if part else None
        return value if isinstance(value, str) else ""

    def _resolve_one(self, draft: Draft, column: Column, table: str) -> None:
        part, text = draft.parts[self._place], self._text(draft, column)
        if part is None:
            return
        try:
            if table in self.rows.create:
                part[column.name] = self._references.find_or_create(table, text, draft.line.number)
            else:
                part[column.name] = self._references.find(table, text)
        except NotFound as unknown:
            if table == self.rows.table:
                part[column.name] = None  # its row may stand further down in this file
                own = str(part.get("id") or part["name"])
                self._deferred.append((own, column, text, draft.line.number))
            else:
                draft.reason = f"{column.name}: {unknown}"

    def store(self, drafts: Sequence[Draft]) -> None:
        """Write what can be written and note how each fared."""
        ready = [draft for draft in drafts if draft.reason is None and draft.parts[self._place] is not None]
        for draft in ready:
            self._check(draft)
        ready = [draft for draft in ready if draft.reason is None]
        for draft, outcome in zip(ready, self._write(ready), strict=True):
            if outcome.reason:
                draft.reason = outcome.reason
            else:
                draft.effects.append(outcome.effect)
                self.counts[outcome.effect] += 1
        self._references.forget(self.rows.table)

    def _write(self, drafts: Sequence[Draft]) -> list[Outcome]:
        parts = [(draft.line.number, draft.parts[self._place] or {}) for draft in drafts]
        if isinstance(self.writer, AccountWriter):
            return self.writer.write([(line, self._account_values(part)) for line, part in parts])
        if isinstance(self.writer, RelationWriter):
            return self.writer.write([(line, self._values(part)) for line, part in parts])
        return self.writer.write([self._ready(line, part) for line, part in parts])

    def _check(self, draft: Draft) -> None:
        part = draft.parts[self._place] or {}
        for column in self.rows.canonical.columns:
            if column.required and part.get(column.name, column.default) is None:
                draft.reason = f"{column.name} is empty"
        for name, limit in self._limits:
            if isinstance(text := part.get(name), str) and len(text) > limit:
                draft.reason = f"{name}: is longer than {limit} letters"

    def _values(self, part: Values) -> tuple[object, ...]:
        return tuple(stored_value(part.get(column.name)) for column in self._stored)

    def _account_values(self, part: Values) -> Values:
        names = {column.name: column.stored_as for column in self._stored}
        kept = {names[name]: stored_value(value) for name, value in part.items() if name in names}
        extra = {name: part[name] for name in ("id", "aliases", "reading", "is_test") if name in part}
        return kept | extra

    def _ready(self, line: int, part: Values) -> Ready:
        if part.get("deal_key"):
            part["deal_key"] = f"{self._system}:{part['deal_key']}"
        row_id = part.get("id")
        key = f"{self._system}:{row_id}" if row_id else identity_key(self.rows.canonical, part)
        return Ready(bounded_key(key), line, self._values(part), self.rows.canonical.repeats and not row_id)

    def finish(self) -> list[str]:
        """References to rows further down in the file, now that all are there; what is still unknown is told."""
        if not self._deferred:
            return []
        table, notes = self.rows.table, []
        self._references.prime(table, {text for own, _, theirs, _ in self._deferred for text in (own, theirs)})
        for own, column, theirs, line in self._deferred:
            try:
                values = {column.stored_as: self._references.find(table, theirs).id}
                row_id = self._references.find(table, own).id
                self._connection.execute(update(self._table).where(self._table.c.id == row_id).values(values))
            except NotFound as unknown:
                notes.append(f"line {line}: imported without {column.name}: {unknown}")
        return notes
