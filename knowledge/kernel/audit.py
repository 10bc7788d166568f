"""The audit trail: who said, saw or changed what, on which account, from where. Rows are only ever added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert

from knowledge.kernel.moments import as_utc
from knowledge.tables import AuditEntry

_APPEND = insert(AuditEntry).returning(AuditEntry.id)


def append_audit(  # noqa: PLR0913 - one argument a column, all by name
    connection: Connection,
    *,
    at: dt.datetime,
    person_key: str | None,
    place: str,
    act: str,
    account_id: int | None = None,
    text: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Add one entry in the caller's transaction; returns its id."""
    values = {
        "at": as_utc(at),
        "person_key": person_key,
        "place": place,
        "act": act,
        "account_id": account_id,
        "text": text,
        "facts": dict(facts or {}),
    }
    added = connection.execute(_APPEND, values)
    return int(added.scalar_one())
