"""Turns what the cells of a batch refer to into rows of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, Table, update

from knowledge.imports.canonical import Column, Kind
from knowledge.imports.drafts import Draft
from knowledge.imports.keys import given_columns
from knowledge.imports.mapping import Rows
from knowledge.imports.references import NotFound, References
from knowledge.imports.survey_accounts import find_survey_accounts
from knowledge.imports.telling import tell
from knowledge.tables import Base


class Resolver:
    """The references of one ``Rows`` of a mapping.

    A row without what it must refer to is rejected; one whose owner, say, is unknown comes in without, and it is told.
    """

    def __init__(self, place: int, rows: Rows, references: References, connection: Connection) -> None:
        self._place = place
        self._rows = rows
        self._references = references
        self._connection = connection
        self._columns = [column for column in given_columns(rows) if column.kind is Kind.REFERENCE]
        self._must = {column.name for column in self._columns if column.required} | set(rows.canonical.identity)
        self._table: Table = Base.metadata.tables[rows.table]
        self._deferred: list[tuple[str, Column, str, int]] = []
        self._without: Counter[str] = Counter()

    def resolve(self, drafts: Sequence[Draft], *, written_here: set[str], inner: bool) -> None:
        """``inner``: only tables that this very file writes, now that it has; else all others."""
        for column in self._columns:
            if column.refers and (column.refers in written_here) is inner:
                waiting = [(draft, text) for draft in drafts if (text := draft.text(self._place, column.name))]
                self._references.prime(column.refers, {text for _, text in waiting})
                for draft, text in waiting:
                    self._resolve(draft, column, column.refers, text)
        if self._rows.table == "surveys" and inner:
            parts = [part for draft in drafts if (part := draft.part(self._place))]
            find_survey_accounts(self._connection, self._references, parts)

    def _resolve(self, draft: Draft, column: Column, table: str, text: str) -> None:
        part = draft.parts[self._place] or {}
        try:
            if table in self._rows.create:
                part[column.name] = self._references.find_or_create(table, text, draft.line.number)
            else:
                part[column.name] = self._references.find(table, text)
        except NotFound as unknown:
            part[column.name] = None
            if table == self._rows.table:  # its row may stand further down in this file
                part[f"{column.name}_named"] = True
                own = str(part.get("id") or part["name"])
                self._deferred.append((own, column, text, draft.line.number))
            elif column.name in self._must:
                draft.reject(self._place, f"{column.name}: {unknown}")
            else:
                self._without[f"{column.name}: {unknown}"] += 1

    def finish(self) -> list[str]:
        """References to rows further down in the file, now that all are there; and what came in without."""
        notes = [tell("imports.came_without", count=count, what=what) for what, count in self._without.most_common()]
        table = self._rows.table
        if self._deferred:
            self._references.prime(table, {text for own, _, theirs, _ in self._deferred for text in (own, theirs)})
        for own, column, theirs, line in self._deferred:
            try:
                self._tie(column, self._references.find(table, own).id, self._references.find(table, theirs).id)
            except NotFound as unknown:
                what = tell("imports.row_without", what=f"{column.name}: {unknown}")
                notes.append(tell("imports.on_line", line=str(line), what=what))
        return notes

    def _tie(self, column: Column, own_id: int, their_id: int) -> None:
        statement = update(self._table).where(self._table.c.id == own_id, self._table.c.id != their_id)
        self._connection.execute(statement.values({column.stored_as: their_id}))
