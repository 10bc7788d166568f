"""What the store keeps of each change that is written back."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, select

from knowledge.kernel.dialects import insert_into
from knowledge.kernel.moments import as_utc
from knowledge.sync.writing.declared import Becomes, Written
from knowledge.tables import WrittenBack as Row


class State(StrEnum):
    """``WRITING``: asked for, not known whether done. ``CONFLICT``: undone here, left there as somebody changed it."""

    WRITING = "writing"
    WRITTEN = "written"
    UNDONE = "undone"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Kept:
    """One change as it stands."""

    state: State
    becomes: Becomes
    written_id: str | None
    digest: str | None
    at: dt.datetime


def digest_of(written: Written) -> str:
    """By which it is told whether somebody has changed it since."""
    return hashlib.sha256(written.text.encode()).hexdigest()[:32]


def load_kept(connection: Connection, source: str) -> Mapping[int, Kept]:
    """By change, what became of it."""
    columns = (Row.change_id, Row.state, Row.becomes, Row.written_id, Row.digest, Row.at)
    return {
        row.change_id: Kept(State(row.state), Becomes(row.becomes), row.written_id, row.digest, as_utc(row.at))
        for row in connection.execute(select(*columns).where(Row.source == source))
    }


def keep(
    connection: Connection,
    source: str,
    change: int,
    state: State,
    *,
    becomes: str,
    at: dt.datetime,
    written: Written | None = None,
) -> None:
    """Keep a state in place of what was kept."""
    told = {"written_id": written.id, "digest": digest_of(written)} if written else {}
    values = {"state": state, "becomes": becomes, "at": at, **told}
    row = insert_into(connection, Row).values(source=source, change_id=change, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["source", "change_id"], set_=values))


def forget(connection: Connection, source: str, change: int) -> None:
    """It was refused, so that it stands nowhere, and is tried again."""
    connection.execute(delete(Row).where(Row.source == source, Row.change_id == change))
