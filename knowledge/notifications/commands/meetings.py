"""Meetings to come: told of, moved, dropped; and the reminders of open checklist items before them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, func, insert, select, update

from knowledge.handoffs.commands.handoffs import business_time
from knowledge.kernel.access import open_access
from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.claims import claim_once
from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.visibility import OPERATOR
from knowledge.notifications.commands.enqueue_notifications import known_language
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, NoticeState, add_notice
from knowledge.notifications.commands.reminders import undo_drop
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.rules import Rules
from knowledge.tables import Account, ChecklistMark, Meeting, Notice, Touch

_ANNOUNCED = "meetings:"


@dataclass(frozen=True)
class MeetingSet:
    """``change`` undoes it; ``moved``: another one of the same day or to come took its place."""

    id: int
    change: int
    moved: bool


def remind_before(at: dt.datetime, *, now: dt.datetime, time: BusinessTime, minutes: int) -> dt.datetime | None:
    """When to tell what is open: as the working day before begins, else some minutes ahead; None when that is over."""
    day = at.astimezone(time.zone).date() - dt.timedelta(days=1)
    while not time.is_business_day(day):
        day -= dt.timedelta(days=1)
    morning = dt.datetime.combine(day, time.opens, tzinfo=time.zone).astimezone(dt.UTC)
    ahead = at.astimezone(dt.UTC) - dt.timedelta(minutes=minutes)
    return next((moment for moment in (morning, ahead) if moment > now), None)


def set_meeting(
    unit_of_work: AuditedUnitOfWork, account_id: int, at: dt.datetime, *, subject: str | None
) -> MeetingSet:
    """Note a meeting of the writer's own; another of theirs with the same customer that is still to come is moved."""
    cancelled, notices = _cancel(unit_of_work, account_id)
    values = {
        "key": unit_of_work.new_row()["key"],
        "account_id": account_id,
        "person_key": unit_of_work.access.viewer.key,
        "at": as_utc(at),
        "subject": subject,
        "cancelled": False,
    }
    added = unit_of_work.access.connection.execute(insert(Meeting).values(values).returning(Meeting.id))
    meeting_id = int(added.scalar_one())
    facts = {"meeting_id": meeting_id, "at": at.isoformat(), "cancelled": cancelled, "notices": notices}
    change = unit_of_work.audit("meeting.set", account_id=account_id, text=subject, facts=facts)
    return MeetingSet(meeting_id, change, moved=bool(cancelled))


def drop_meeting(unit_of_work: AuditedUnitOfWork, account_id: int) -> int | None:
    """Call off the writer's meeting with a customer; the change to undo, None where there was none."""
    cancelled, notices = _cancel(unit_of_work, account_id)
    if not cancelled:
        return None
    facts = {"cancelled": cancelled, "notices": notices}
    return unit_of_work.audit("meeting.dropped", account_id=account_id, facts=facts)


def undo_meeting(
    unit_of_work: AuditedUnitOfWork, *, made: int | None, cancelled: Sequence[int], notices: Sequence[int]
) -> None:
    """Take the meeting away again, and have those back that it took the place of, with their reminders."""
    if made is not None:
        unit_of_work.access.connection.execute(update(Meeting).where(Meeting.id == made).values(cancelled=True))
        _cancel_notices(unit_of_work, [made])
    unit_of_work.access.connection.execute(update(Meeting).where(Meeting.id.in_(cancelled)).values(cancelled=False))
    undo_drop(unit_of_work, notices)


def announce_meetings(engine: Engine, rules: Rules, today: dt.date, *, now: dt.datetime) -> int:
    """Once a day: remind owners of imported meetings with customers whose checklist somebody has begun."""
    with open_access(engine, OPERATOR, rules, as_of=today) as access:
        if not claim_once(access.connection, _ANNOUNCED, today):
            return 0
        people = {person.key: person for person in load_colleagues(access.connection, on=today).values()}
        ids = {person.id: person for person in people.values()}
        begun = select(ChecklistMark.account_id, func.max(ChecklistMark.topic).label("topic"))
        marks = begun.group_by(ChecklistMark.account_id).subquery()
        near = (Touch.happened_on > today, Touch.happened_on <= today + dt.timedelta(days=rules.reminders.meeting_days))
        query = (
            select(Touch.account_id, Account.owner_id, marks.c.topic, func.min(Touch.happened_on).label("day"))
            .join(marks, marks.c.account_id == Touch.account_id)
            .join(Account, Account.id == Touch.account_id)
            .where(*near, Account.owner_id.is_not(None))
            .group_by(Touch.account_id, Account.owner_id, marks.c.topic)
        )
        noted = 0
        for row in access.connection.execute(query).all():
            owner = ids.get(row.owner_id)
            if owner is None or owner.has_left:
                continue
            time = business_time(owner, rules)
            at = dt.datetime.combine(row.day, time.opens, tzinfo=time.zone)
            due = remind_before(at, now=now, time=time, minutes=0)
            if due is None:
                continue
            talk = str(row.topic).partition(":")[0]
            key = f"checklist:{owner.key}:{row.account_id}:{talk}:{due.astimezone(time.zone).date().isoformat()}"
            language, facts = known_language(owner.language, rules), {"talk": talk, "meeting_on": row.day.isoformat()}
            new = NewNotice(key, owner.key, NoticeKind.CHECKLIST, language, due, row.account_id, None, facts)
            noted += add_notice(access.connection, new, at=now) is not None
        return noted


def _cancel(unit_of_work: AuditedUnitOfWork, account_id: int) -> tuple[list[int], list[int]]:
    """Call off the writer's meetings with this customer that are to come; which, and which reminders with them."""
    mine = (Meeting.account_id == account_id, Meeting.person_key == unit_of_work.access.viewer.key)
    ahead = (*mine, Meeting.at > as_utc(unit_of_work.now), Meeting.cancelled.is_(False))
    called_off = update(Meeting).where(*ahead).values(cancelled=True).returning(Meeting.id)
    ids = [int(found) for found in unit_of_work.access.connection.execute(called_off).scalars()]
    return ids, _cancel_notices(unit_of_work, ids)


def _cancel_notices(unit_of_work: AuditedUnitOfWork, meeting_ids: Sequence[int]) -> list[int]:
    if not meeting_ids:
        return []
    which = (
        Notice.kind == NoticeKind.CHECKLIST,
        Notice.person_key == unit_of_work.access.viewer.key,
        Notice.state == NoticeState.WAITING,
        Notice.facts["meeting_id"].as_integer().in_(meeting_ids),
    )
    dropped = update(Notice).where(*which).values(state=NoticeState.CANCELLED).returning(Notice.id)
    return [int(found) for found in unit_of_work.access.connection.execute(dropped).scalars()]
