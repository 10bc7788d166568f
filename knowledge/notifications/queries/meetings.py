"""The next meeting with a customer: told by somebody, or imported from the CRM as a touch on a day to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc
from knowledge.kernel.zones import zone_or
from knowledge.tables import Meeting, Touch


@dataclass(frozen=True)
class NextMeeting:
    """``day`` is local to the firm where only the day is known (``at`` None), as in most exports."""

    account_id: int
    day: dt.date
    at: dt.datetime | None
    subject: str | None = None
    meeting_id: int | None = None


def load_next_meeting(access: AccessContext, account_id: int, *, now: dt.datetime) -> NextMeeting | None:
    """The first meeting from ``now`` on of a customer this viewer may see; None where none is known."""
    told = (
        select(Meeting.id, Meeting.at, Meeting.subject)
        .where(Meeting.account_id == account_id, Meeting.at > as_utc(now), Meeting.cancelled.is_(False))
        .where(access.sees(Meeting.account_id))
        .order_by(Meeting.at)
        .limit(1)
    )
    imported = (
        select(Touch.happened_on, Touch.subject)
        .where(Touch.account_id == account_id, Touch.happened_on > access.as_of, access.sees(Touch.account_id))
        .order_by(Touch.happened_on)
        .limit(1)
    )
    zone = zone_or(access.viewer.timezone, access.rules.firm.timezone)
    found = []
    if row := access.connection.execute(told).first():
        at = as_utc(row.at)
        found.append(NextMeeting(account_id, at.astimezone(zone).date(), at, row.subject, row.id))
    if crm := access.connection.execute(imported).first():
        found.append(NextMeeting(account_id, crm.happened_on, None, crm.subject))
    return min(found, key=lambda each: (each.day, each.at is None), default=None)


def load_meeting(access: AccessContext, meeting_id: int) -> NextMeeting | None:
    """One meeting that was told of and is still on."""
    still_on = (Meeting.id == meeting_id, Meeting.cancelled.is_(False))
    query = select(Meeting.id, Meeting.account_id, Meeting.at, Meeting.subject).where(*still_on)
    row = access.connection.execute(query).first()
    if row is None:
        return None
    zone, at = zone_or(access.viewer.timezone, access.rules.firm.timezone), as_utc(row.at)
    return NextMeeting(row.account_id, at.astimezone(zone).date(), at, row.subject, row.id)
