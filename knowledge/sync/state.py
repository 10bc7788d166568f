"""What the store keeps of each table of a source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from knowledge.kernel.dialects import insert_into
from knowledge.kernel.moments import as_utc_or_none
from knowledge.sync.source_kind import Json
from knowledge.tables import SyncedTable

ALL_TABLES = "*"
"""Stands for the source itself where none of its tables could be tried."""


@dataclass(frozen=True)
class TableState:
    """How far one table was read, and since when that fails; moments are in UTC."""

    source: str
    name: str
    tried_at: dt.datetime
    feeds: tuple[str, ...] = ()
    cursor: Json = None
    synced_at: dt.datetime | None = None
    full_at: dt.datetime | None = None
    failed_at: dt.datetime | None = None
    failure: str | None = None

    def fails(self, why: str, *, at: dt.datetime) -> TableState:
        """The same after a sync that failed; since when is kept from the first time on."""
        return replace(self, tried_at=at, failed_at=self.failed_at or at, failure=why)

    def succeeds(self, *, at: dt.datetime, cursor: Json, is_full: bool, feeds: Iterable[str]) -> TableState:
        """The same after a good one, which began ``at``."""
        return replace(
            self,
            tried_at=at,
            synced_at=at,
            full_at=at if is_full else self.full_at,
            cursor=cursor,
            feeds=tuple(feeds) or self.feeds,
            failed_at=None,
            failure=None,
        )


_COLUMNS = [getattr(SyncedTable, name) for name in TableState.__dataclass_fields__]
_MOMENTS = ("tried_at", "synced_at", "full_at", "failed_at")


def _with_utc(values: dict[str, Any]) -> dict[str, Any]:
    return values | {name: as_utc_or_none(values[name]) for name in _MOMENTS}


def load_states(connection: Connection, source: str | None = None) -> list[TableState]:
    """All tables that were ever tried, or those of one source, in order."""
    query = select(*_COLUMNS).order_by(SyncedTable.source, SyncedTable.name)
    if source is not None:
        query = query.where(SyncedTable.source == source)
    found = []
    for row in connection.execute(query):
        values = _with_utc(dict(row._mapping))
        found.append(TableState(**(values | {"feeds": tuple(values["feeds"])})))
    return found


def save_states(connection: Connection, source: str, states: Iterable[TableState]) -> None:
    """Keep them in place of what was kept of each. That the source itself fails is kept only where they say so."""
    whole = (SyncedTable.source == source) & (SyncedTable.name == ALL_TABLES)
    connection.execute(delete(SyncedTable).where(whole))
    for state in states:
        save_state(connection, state)


def save_state(connection: Connection, state: TableState) -> None:
    """Keep one in place of what was kept of it."""
    values = _with_utc(asdict(state)) | {"feeds": list(state.feeds)}
    keys = ["source", "name"]
    changed = {name: value for name, value in values.items() if name not in keys}
    kept = insert_into(connection, SyncedTable).values(**values)
    connection.execute(kept.on_conflict_do_update(index_elements=keys, set_=changed))


def forget_others(engine: Engine, sources: Collection[str]) -> set[str]:
    """Forget what was kept of sources that are declared no more, whose age says nothing; which those are."""
    with engine.connect() as connection:
        known = {state.source for state in load_states(connection)}
    if gone := known.difference(sources):  # else nothing is written, and nobody who imports is waited for
        with engine.begin() as connection:
            connection.execute(delete(SyncedTable).where(SyncedTable.source.in_(gone)))
    return gone
