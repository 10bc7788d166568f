"""Reminders that people set for themselves: set, once or again and again, put off, dropped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from knowledge.kernel.access import AccessContext
from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.zones import zone_or
from knowledge.notifications.commands.notifications import (
    COLUMNS,
    NewNotice,
    NoticeCard,
    NoticeKind,
    NoticeState,
    add_notice,
    next_of,
    read_card,
    series_key,
)
from knowledge.notifications.recurrence import Repeat
from knowledge.tables import Notice

_KINDS = (NoticeKind.REMINDER, NoticeKind.CHECKLIST, NoticeKind.WATCH)


def set_reminder(
    unit_of_work: AuditedUnitOfWork,
    *,
    due_at: dt.datetime,
    text: str,
    language: str,
    account_id: int | None,
    facts: Mapping[str, Any],
) -> int:
    """Remind the writer at ``due_at``; returns the reminder's number."""
    person = unit_of_work.access.viewer.key
    new = NewNotice(
        f"reminder:{uuid4().hex}", person, NoticeKind.REMINDER, language, due_at, account_id, text, dict(facts)
    )
    return _add(unit_of_work, new)


def set_series(
    unit_of_work: AuditedUnitOfWork,
    repeat: Repeat,
    time: BusinessTime,
    *,
    text: str,
    language: str,
    account_id: int | None = None,
    query: Mapping[str, Any] | None = None,
) -> int:
    """Remind the writer again and again, by the calendar and clocks of ``time``; the number of the first reminder.

    ``query``: what is looked up anew each time, as JSON; nothing is told while nothing is found.
    """
    series, due = uuid4().hex, repeat.next_after(unit_of_work.now, time)
    facts: dict[str, Any] = {"query": dict(query)} if query else {}
    kind = NoticeKind.WATCH if query else NoticeKind.REMINDER
    facts |= {"repeat": str(repeat), "series": series, "country": time.country, "zone": time.timezone}
    facts["planned"] = due.isoformat()
    person = unit_of_work.access.viewer.key
    key = series_key(series, due)
    return _add(unit_of_work, NewNotice(key, person, kind, language, due, account_id, text, facts))


def remind_of_checklist(
    unit_of_work: AuditedUnitOfWork,
    *,
    due_at: dt.datetime,
    day: dt.date,
    language: str,
    account_id: int,
    talk: str,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Tell what is still open on a checklist; at most one such reminder an account, talk and day."""
    person = unit_of_work.access.viewer.key
    key = f"checklist:{person}:{account_id}:{talk}:{day.isoformat()}"
    told = {"talk": talk, **(facts or {})}
    return _add(unit_of_work, NewNotice(key, person, NoticeKind.CHECKLIST, language, due_at, account_id, None, told))


def find_reminders(access: AccessContext) -> list[NoticeCard]:
    """The viewer's reminders that still wait, the next one first."""
    mine = (Notice.person_key == access.viewer.key, Notice.state == NoticeState.WAITING, Notice.kind.in_(_KINDS))
    rows = access.connection.execute(select(*COLUMNS).where(*mine).order_by(Notice.due_at, Notice.id))
    return [read_card(row._mapping) for row in rows]


def find_told_reminders(access: AccessContext, *, most: int) -> list[NoticeCard]:
    """The viewer's reminders that were told, the latest first: what "snooze" means."""
    mine = (Notice.person_key == access.viewer.key, Notice.state == NoticeState.DELIVERED, Notice.kind.in_(_KINDS))
    rows = access.connection.execute(select(*COLUMNS).where(*mine).order_by(Notice.delivered_at.desc()).limit(most))
    return [read_card(row._mapping) for row in rows]


def was_told_today(unit_of_work: AuditedUnitOfWork, card: NoticeCard) -> bool:
    """Whether a checklist of the same customer was told to the same person earlier this day, on their own wall.

    What they put off themselves is their wish, and is told all the same.
    """
    if card.round:
        return False
    zone = zone_or(unit_of_work.access.viewer.timezone, unit_of_work.access.rules.firm.timezone)
    midnight = dt.datetime.combine(unit_of_work.now.astimezone(zone).date(), dt.time(0), tzinfo=zone)
    told = (
        Notice.id != card.id,
        Notice.kind == NoticeKind.CHECKLIST,
        Notice.person_key == card.person_key,
        Notice.account_id == card.account_id,
        Notice.state == NoticeState.DELIVERED,
        Notice.delivered_at >= as_utc(midnight),
    )
    return unit_of_work.access.connection.execute(select(Notice.id).where(*told)).first() is not None


def put_off(unit_of_work: AuditedUnitOfWork, notice_id: int, *, due_at: dt.datetime) -> NoticeCard | None:
    """Tell a reminder later, told already or not; None when it is not the writer's or was dropped.

    Of a series this one time is put off; the others come when they are due.
    """
    before = _load(unit_of_work, notice_id, (NoticeState.WAITING, NoticeState.DELIVERED))
    if before is None:
        return None
    if following := next_of(before.card, after=unit_of_work.now):
        add_notice(unit_of_work.access.connection, following, at=unit_of_work.now)
    alone = {name: value for name, value in before.card.facts.items() if name != "repeat"}
    later = {"due_at": as_utc(due_at), "state": NoticeState.WAITING, "round": Notice.round + 1, "facts": alone}
    facts = {"due_at": before.card.due_at.isoformat(), "state": before.state}
    return _change(unit_of_work, before, later, "reminder.snoozed", facts)


def drop_reminder(unit_of_work: AuditedUnitOfWork, notice_id: int) -> NoticeCard | None:
    """Never tell it, nor any of its series; None when it is not the writer's or was told already."""
    before = _load(unit_of_work, notice_id, tuple(NoticeState))
    if before is None:
        return None
    series = before.card.facts.get("series")
    same = Notice.key.startswith(series_key(str(series)), autoescape=True) if series else Notice.id == notice_id
    open_ones = (NoticeState.WAITING, NoticeState.CLAIMED) if series else (NoticeState.WAITING,)
    which = (same, Notice.person_key == unit_of_work.access.viewer.key, Notice.state.in_(open_ones))
    dropped = update(Notice).where(*which).values(state=NoticeState.CANCELLED).returning(Notice.id)
    ids = [int(found) for found in unit_of_work.access.connection.execute(dropped).scalars()]
    if not ids:
        return None
    card = before.card
    unit_of_work.audit(
        "reminder.dropped", account_id=card.account_id, text=card.text, facts={"notice_id": card.id, "ids": ids}
    )
    return card


def undo_drop(unit_of_work: AuditedUnitOfWork, notice_ids: Sequence[int]) -> None:
    """What was dropped waits again."""
    which = (Notice.id.in_(notice_ids), Notice.state == NoticeState.CANCELLED)
    unit_of_work.access.connection.execute(update(Notice).where(*which).values(state=NoticeState.WAITING))


def undo_snooze(unit_of_work: AuditedUnitOfWork, notice_id: int, *, due_at: dt.datetime, state: str) -> bool:
    """The reminder is as it was before it was put off; False when it was told meanwhile."""
    which = (
        Notice.id == notice_id,
        Notice.person_key == unit_of_work.access.viewer.key,
        Notice.state == NoticeState.WAITING,
    )
    values = {"due_at": as_utc(due_at), "state": state, "round": Notice.round + 1}
    return unit_of_work.access.connection.execute(update(Notice).where(*which).values(values)).rowcount == 1


def _add(unit_of_work: AuditedUnitOfWork, new: NewNotice) -> int:
    notice_id = add_notice(unit_of_work.access.connection, new, at=unit_of_work.now)
    if notice_id is None:
        query = select(Notice.id).where(Notice.key == new.key)
        return int(unit_of_work.access.connection.execute(query).scalar_one())
    unit_of_work.audit("reminder.set", account_id=new.account_id, text=new.text, facts={"notice_id": notice_id})
    return notice_id


@dataclass(frozen=True)
class _Kept:
    card: NoticeCard
    state: str


def _load(unit_of_work: AuditedUnitOfWork, notice_id: int, states: tuple[NoticeState, ...]) -> _Kept | None:
    """A reminder of the writer's own, in one of these states."""
    mine = (
        Notice.id == notice_id,
        Notice.person_key == unit_of_work.access.viewer.key,
        Notice.kind.in_(_KINDS),
        Notice.state.in_(states),
    )
    row = unit_of_work.access.connection.execute(select(*COLUMNS, Notice.state).where(*mine)).first()
    if row is None:
        return None
    values = dict(row._mapping)
    state = values.pop("state")
    return _Kept(read_card(values), state)


def _change(
    unit_of_work: AuditedUnitOfWork, before: _Kept, values: Mapping[str, Any], act: str, facts: Mapping[str, Any]
) -> NoticeCard | None:
    still = (Notice.id == before.card.id, Notice.state == before.state)
    row = unit_of_work.access.connection.execute(
        update(Notice).where(*still).values(dict(values)).returning(*COLUMNS)
    ).first()
    if row is None:
        return None
    unit_of_work.audit(act, account_id=row.account_id, text=row.text, facts={"notice_id": row.id, **facts})
    return read_card(row._mapping)
