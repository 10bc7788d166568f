"""Reads the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from knowledge.kernel.moments import as_utc
from knowledge.tables import AuditEntry


@dataclass(frozen=True)
class AuditLine:
    """One entry: when, who, where, what, on which account, in which words."""

    id: int
    at: dt.datetime
    person_key: str | None
    place: str
    act: str
    account_id: int | None
    text: str | None
    facts: Mapping[str, Any]


def load_audit(
    connection: Connection,
    *,
    person_key: str | None = None,
    account_id: int | None = None,
    since: dt.datetime | None = None,
    limit: int = 50,
) -> tuple[AuditLine, ...]:
    """The newest entries, oldest of them first."""
    columns = [getattr(AuditEntry, name) for name in AuditLine.__dataclass_fields__]
    query = select(*columns).order_by(AuditEntry.id.desc()).limit(limit)
    if person_key is not None:
        query = query.where(AuditEntry.person_key == person_key)
    if account_id is not None:
        query = query.where(AuditEntry.account_id == account_id)
    if since is not None:
        query = query.where(AuditEntry.at >= as_utc(since))
    rows = [dict(row._mapping) for row in connection.execute(query)]
    return tuple(AuditLine(**{**row, "at": as_utc(row["at"])}) for row in reversed(rows))
