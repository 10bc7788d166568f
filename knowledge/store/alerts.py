"""What people answered to alerts: put off for a while, given as a task, handed to CS, not useful."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import insert, select

from knowledge.store.book import Book
from knowledge.store.changes.pen import Pen
from knowledge.store.models import AlertAnswer
from knowledge.store.moments import as_utc


class AlertAct(StrEnum):
    """What somebody did about a customer in danger."""

    SNOOZE = "snooze"
    TASK = "task"
    TO_CS = "to_cs"
    NOT_USEFUL = "not_useful"


def answer_alert(pen: Pen, account_id: int, act: AlertAct, *, until: dt.date | None = None) -> None:
    """Keep what the pen's person did, in the trail too."""
    values = {
        "person_key": pen.book.viewer.key,
        "account_id": account_id,
        "answer": act,
        "until": until,
        "at": as_utc(pen.now),
    }
    pen.book.connection.execute(insert(AlertAnswer).values(values))
    facts = {"until": until.isoformat()} if until else {}
    pen.audit(f"alert.{act}", account_id=account_id, facts=facts)


def load_snoozed(book: Book) -> dict[int, dt.date]:
    """The customers that this viewer put off beyond the book's day, and until when."""
    query = select(AlertAnswer.account_id, AlertAnswer.until).where(
        AlertAnswer.person_key == book.viewer.key, AlertAnswer.answer == AlertAct.SNOOZE, AlertAnswer.until > book.as_of
    )
    rows = book.connection.execute(query.order_by(AlertAnswer.until))
    return {int(account_id): until for account_id, until in rows if until}
