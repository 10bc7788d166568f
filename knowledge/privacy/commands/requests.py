"""Requests about personal data: noted for operations, who are told; listed until somebody sees to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.enqueue_notifications import announce_to_operations
from knowledge.notifications.commands.notifications import NoticeKind
from knowledge.tables import AuditEntry

REQUESTED = "personal_data.requested"


@dataclass(frozen=True)
class PrivacyRequest:
    """Who passed on what, and when."""

    id: int
    at: dt.datetime
    person_key: str | None
    text: str | None


def pass_on(unit_of_work: AuditedUnitOfWork, text: str) -> tuple[str, ...]:
    """Tell operations (where there are none, the managers); the names of those who are told."""
    number = unit_of_work.audit(REQUESTED, account_id=None, text=text)
    return announce_to_operations(
        unit_of_work,
        f"privacy:{number}",
        NoticeKind.PRIVACY_REQUEST,
        text=text,
        facts={"who": unit_of_work.access.viewer.name},
    )


def list_requests(connection: Connection) -> tuple[PrivacyRequest, ...]:
    """All that were passed on and are still in the audit trail, the oldest first."""
    query = (
        select(AuditEntry.id, AuditEntry.at, AuditEntry.person_key, AuditEntry.text)
        .where(AuditEntry.act == REQUESTED)
        .order_by(AuditEntry.id)
    )
    return tuple(PrivacyRequest(row.id, as_utc(row.at), row.person_key, row.text) for row in connection.execute(query))
