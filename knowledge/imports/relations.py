"""Writes how products stand to each other; the three columns are the whole row."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from knowledge.imports.report import Effect
from knowledge.imports.upsert import Outcome
from knowledge.tables import ProductRelation


class RelationWriter:
    """Adds relations that are not there yet; a catalogue's are few, so all are remembered."""

    def __init__(self, connection: Connection, source: str) -> None:
        self._connection = connection
        self._source = source
        columns = (ProductRelation.product_id, ProductRelation.related_id, ProductRelation.kind)
        self._there = {tuple(row) for row in connection.execute(select(*columns))}

    def write(self, rows: Sequence[tuple[int, tuple[object, ...]]]) -> list[Outcome]:
        """Store a batch of (line, (product id, related id, kind))."""
        outcomes: list[Outcome] = []
        added: list[dict[str, object]] = []
        for line, values in rows:
            is_new = values not in self._there
            outcomes.append(Outcome(Effect.ADDED if is_new else Effect.UNCHANGED))
            if is_new:
                self._there.add(values)
                named = dict(zip(("product_id", "related_id", "kind"), values, strict=True))
                added.append(named | {"source": self._source, "source_line": line})
        if added:
            self._connection.execute(insert(ProductRelation), added)
        return outcomes
