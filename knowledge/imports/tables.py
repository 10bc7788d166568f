"""One table's part of a file: rows checked, keys made, rows written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table

from knowledge.imports.accounts import AccountWriter
from knowledge.imports.deal_twins import find_twins
from knowledge.imports.drafts import Draft
from knowledge.imports.keys import bounded_key, given_columns, identity_key, stored_value, text_limits
from knowledge.imports.known_rows import MATCHED_BY, KnownRows
from knowledge.imports.lookups import Found
from knowledge.imports.mapping import Mapping, Rows
from knowledge.imports.relations import RelationWriter
from knowledge.imports.repeated import RepeatedFacts, Told
from knowledge.imports.report import Effect
from knowledge.imports.shapes import Values
from knowledge.imports.telling import tell
from knowledge.imports.upsert import Outcome, Ready, TableWriter
from knowledge.imports.varying import Varying
from knowledge.tables import Base

COMES_ALONG = frozenset(("accounts", "products", "people", "contacts"))


class TablePart:
    """What one ``Rows`` of a mapping writes of the lines of one file."""

    def __init__(
        self,
        place: int,
        rows: Rows,
        mapping: Mapping,
        *,
        connection: Connection,
        source: str,
        as_of: dt.date,
        is_beside: bool = False,
    ) -> None:
        """``is_beside``: the lines are another table's, such as orders, and tell this table's facts over and over."""
        self.rows = rows
        self.counts = {Effect.ADDED: 0, Effect.CHANGED: 0, Effect.UNCHANGED: 0}
        self._place = place
        self._as_of = as_of
        self._system = mapping.system
        self._connection = connection
        self._given = given_columns(rows)
        self._stored = [column for column in self._given if not column.is_helper and column.name != "id"]
        self._table: Table = Base.metadata.tables[rows.table]
        self._limits = text_limits(self._table, self._stored)
        self._must = [column.name for column in self._given if not self._table_allows_none(column.stored_as)]
        self._names = [column.name for column in self._stored]
        self._varying = Varying(rows.table) if is_beside and rows.table in COMES_ALONG else None
        self._repeated = RepeatedFacts() if self._varying else None
        self._known = KnownRows(connection, self._table, mapping.system) if rows.table in MATCHED_BY else None
        self.writer = self._make_writer(mapping, source)

    def _table_allows_none(self, stored: str) -> bool:
        column = self._table.columns.get(stored)
        return column is None or bool(column.nullable)

    def _make_writer(self, mapping: Mapping, source: str) -> AccountWriter | TableWriter | RelationWriter:
        if self.rows.table == "accounts":
            return AccountWriter(
                self._connection,
                system=mapping.system,
                source=source,
                rules=mapping.merge,
                as_of=self._as_of,
                varying=self._varying,
            )
        if self.rows.table == "product_relations":
            return RelationWriter(self._connection, source)
        defaults: dict[str, object] = {
            column.stored_as: column.default
            for column in self.rows.canonical.columns
            if column.default is not None and column not in self._given
        }
        columns = [column.stored_as for column in self._stored]
        return TableWriter(
            self._connection, self._table, columns, source=source, defaults=defaults, varying=self._varying
        )

    def store(self, drafts: Sequence[Draft]) -> None:
        """Write what can be written and note how each fared."""
        concerned = [draft for draft in drafts if draft.part(self._place) is not None]
        for draft in concerned:
            self._check(draft, draft.parts[self._place] or {})
        if self.rows.table == "deals":
            self._reject_twins(concerned)
        ready = [draft for draft in concerned if not draft.has_failed(self._place)]
        told = [Told(d.line.number, d.parts[self._place] or {}, self._day(d)) for d in ready]
        outcomes = self._repeated.write(told, self._write) if self._repeated else self._write(told)
        for draft, outcome in zip(ready, outcomes, strict=True):
            if outcome.reason:
                draft.reject(self._place, outcome.reason)
            else:
                draft.effects.append(outcome.effect)
                self.counts[outcome.effect] += 1

    def _day(self, draft: Draft) -> dt.date | None:
        return draft.day(self._place) if self._varying else None

    def notes(self) -> Iterable[str]:
        """What to tell of what was written."""
        if isinstance(self.writer, AccountWriter):
            self.writer.finish()
            yield from self.writer.notes
        if isinstance(self.writer, TableWriter):
            yield from self.writer.notes()
        if self._varying:
            yield from self._varying.notes()

    def ties(self) -> list[str]:
        """Which ids became rows that were there, and by which rule."""
        if isinstance(self.writer, AccountWriter):
            return [str(tie) for tie in self.writer.ties]
        return self._known.ties if self._known else []

    def _check(self, draft: Draft, part: Values) -> None:
        for name in self._must:
            if part.get(name) is None:
                email = part.get("email") if name == "account" else None
                empty = tell("import_cells.is_empty", column=name, cell="")
                why = tell("imports.nobody_known_by", email=email) if email else empty
                draft.reject(self._place, why)
        for name, limit in self._limits:
            if isinstance(text := part.get(name), str) and len(text) > limit:
                draft.reject(self._place, tell("imports.too_long", column=name, limit=limit))

    def _reject_twins(self, drafts: Sequence[Draft]) -> None:
        parts = [part for draft in drafts if (part := draft.part(self._place))]
        twins = find_twins(self._connection, self._system, parts)
        for draft in drafts:
            other = twins.get(str((draft.part(self._place) or {}).get("id")))
            if other:
                draft.reject(self._place, tell("imports.same_win", other=other))

    def _write(self, told: Sequence[Told]) -> list[Outcome]:
        if isinstance(self.writer, AccountWriter):
            return self.writer.write([(row.line, self._account_values(row.part), row.day) for row in told])
        if isinstance(self.writer, RelationWriter):
            return self.writer.write([(row.line, self._values(row.part)) for row in told])
        if self._known is not None:
            return self._write_known(self.writer, self._known, told)
        return self.writer.write([self._ready(row) for row in told])

    def _write_known(self, writer: TableWriter, known: KnownRows, told: Sequence[Told]) -> list[Outcome]:
        """Products and people: a row that another system rules is left alone."""
        placed = [known.place(row.line, str(row.part["id"]) if row.part.get("id") else None, row.part) for row in told]
        ready = [
            Ready(bounded_key(place.key), row.line, self._values(row.part), day=row.day)
            for place, row in zip(placed, told, strict=True)
            if place.may_write
        ]
        written = iter(writer.write(ready))
        return [next(written) if place.may_write else Outcome(Effect.UNCHANGED) for place in placed]

    def _values(self, part: Values) -> tuple[object, ...]:
        values = map(part.get, self._names)
        return tuple([value.id if isinstance(value, Found) else value for value in values])

    def _account_values(self, part: Values) -> Values:
        names = {column.name: column.stored_as for column in self._stored}
        kept = {names[name]: stored_value(value) for name, value in part.items() if name in names}
        extra = {
            name: part[name]
            for name in ("id", "aliases", "reading", "is_test", "parent_named", "merged_into")
            if name in part
        }
        return kept | extra

    def _ready(self, row: Told) -> Ready:
        part = row.part
        if part.get("deal_key"):
            part["deal_key"] = f"{self._system}:{part['deal_key']}"
        row_id = part.get("id")
        key = f"{self._system}:{row_id}" if row_id else identity_key(self.rows.canonical, part)
        values, may_repeat = self._values(part), self.rows.canonical.repeats and not row_id
        return Ready(bounded_key(key), row.line, values, may_repeat, row.day, has_id=bool(row_id))
