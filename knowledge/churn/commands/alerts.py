"""What people answered to alerts: put off for a while, given as a task, handed to CS, not useful."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import insert, select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.tables import AlertAnswer


class AlertAct(StrEnum):
    """What somebody did about a customer in danger."""

    SNOOZE = "snooze"
    TASK = "task"
    TO_CS = "to_cs"
    NOT_USEFUL = "not_useful"


def answer_alert(
    unit_of_work: AuditedUnitOfWork, account_id: int, act: AlertAct, *, until: dt.date | None = None
) -> None:
    """Keep what the writer did, in the trail too."""
    values = {
        "person_key": unit_of_work.access.viewer.key,
        "account_id": account_id,
        "answer": act,
        "until": until,
        "at": as_utc(unit_of_work.now),
    }
    unit_of_work.access.connection.execute(insert(AlertAnswer).values(values))
    facts = {"until": until.isoformat()} if until else {}
    unit_of_work.audit(f"alert.{act}", account_id=account_id, facts=facts)


def load_snoozed(access: AccessContext) -> dict[int, dt.date]:
    """The customers that this viewer put off beyond the day asked about, and until when."""
    query = select(AlertAnswer.account_id, AlertAnswer.until).where(
        AlertAnswer.person_key == access.viewer.key,
        AlertAnswer.answer == AlertAct.SNOOZE,
        AlertAnswer.until > access.as_of,
    )
    rows = access.connection.execute(query.order_by(AlertAnswer.until))
    return {int(account_id): until for account_id, until in rows if until}
