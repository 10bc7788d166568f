"""Reminders that people set for themselves: set, put off, dropped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from knowledge.store.book import Book
from knowledge.store.changes.notices import (
    COLUMNS,
    NewNotice,
    NoticeCard,
    NoticeKind,
    NoticeState,
    add_notice,
    read_card,
)
from knowledge.store.changes.pen import Pen
from knowledge.store.models import Notice
from knowledge.store.moments import as_utc

_KINDS = (NoticeKind.REMINDER, NoticeKind.CHECKLIST)


def set_reminder(
    pen: Pen, *, due_at: dt.datetime, text: str, language: str, account_id: int | None, facts: Mapping[str, Any]
) -> int:
    """Remind the writer at ``due_at``; returns the reminder's number."""
    person = pen.book.viewer.key
    new = NewNotice(
        f"reminder:{uuid4().hex}", person, NoticeKind.REMINDER, language, due_at, account_id, text, dict(facts)
    )
    return _add(pen, new)


def remind_of_checklist(
    pen: Pen, *, due_at: dt.datetime, day: dt.date, language: str, account_id: int, talk: str
) -> int:
    """Tell what is still open on a checklist; at most one such reminder an account, talk and day."""
    person = pen.book.viewer.key
    key = f"checklist:{person}:{account_id}:{talk}:{day.isoformat()}"
    new = NewNotice(key, person, NoticeKind.CHECKLIST, language, due_at, account_id, None, {"talk": talk})
    return _add(pen, new)


def find_reminders(book: Book) -> list[NoticeCard]:
    """The viewer's reminders that still wait, the next one first."""
    mine = (Notice.person_key == book.viewer.key, Notice.state == NoticeState.WAITING, Notice.kind.in_(_KINDS))
    rows = book.connection.execute(select(*COLUMNS).where(*mine).order_by(Notice.due_at, Notice.id))
    return [read_card(row._mapping) for row in rows]


def find_told_reminders(book: Book, *, most: int) -> list[NoticeCard]:
    """The viewer's reminders that were told, the latest first: what "snooze" means."""
    mine = (Notice.person_key == book.viewer.key, Notice.state == NoticeState.DELIVERED, Notice.kind.in_(_KINDS))
    rows = book.connection.execute(select(*COLUMNS).where(*mine).order_by(Notice.delivered_at.desc()).limit(most))
    return [read_card(row._mapping) for row in rows]


def put_off(pen: Pen, notice_id: int, *, due_at: dt.datetime) -> NoticeCard | None:
    """Tell a reminder later, told already or not; None when it is not the writer's or was dropped."""
    later = {"due_at": as_utc(due_at), "state": NoticeState.WAITING, "round": Notice.round + 1}
    return _change(pen, notice_id, later, "reminder.snoozed", (NoticeState.WAITING, NoticeState.DELIVERED))


def drop_reminder(pen: Pen, notice_id: int) -> NoticeCard | None:
    """Never tell it; None when it is not the writer's or was told already."""
    return _change(pen, notice_id, {"state": NoticeState.CANCELLED}, "reminder.dropped", (NoticeState.WAITING,))


def _add(pen: Pen, new: NewNotice) -> int:
    notice_id = add_notice(pen.book.connection, new, at=pen.now)
    if notice_id is None:
        query = select(Notice.id).where(Notice.key == new.key)
        return int(pen.book.connection.execute(query).scalar_one())
    pen.audit("reminder.set", account_id=new.account_id, text=new.text, facts={"notice_id": notice_id})
    return notice_id


def _change(
    pen: Pen, notice_id: int, values: dict[str, Any], act: str, states: tuple[NoticeState, ...]
) -> NoticeCard | None:
    mine = (
        Notice.id == notice_id,
        Notice.person_key == pen.book.viewer.key,
        Notice.kind.in_(_KINDS),
        Notice.state.in_(states),
    )
    row = pen.book.connection.execute(update(Notice).where(*mine).values(values).returning(*COLUMNS)).first()
    if row is None:
        return None
    pen.audit(act, account_id=row.account_id, text=row.text, facts={"notice_id": notice_id})
    return read_card(row._mapping)
