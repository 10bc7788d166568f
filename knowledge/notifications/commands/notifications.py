"""What is to be told to people unasked: noted once, taken up by one replica at a time, told, and never told twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, or_, select, update

from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.dialects import insert_into
from knowledge.kernel.moments import as_utc
from knowledge.notifications.recurrence import Repeat
from knowledge.tables import Notice


class NoticeKind(StrEnum):
    """What a notice is about; each is told in its own words."""

    REMINDER = "reminder"
    CHECKLIST = "checklist"
    HANDOFF = "handoff"
    HOLD_ENDED = "hold_ended"
    DIGEST = "digest"
    ALERT = "alert"
    WEEKLY = "weekly"
    TARGET_REVIEW = "target_review"
    FEEDBACK = "feedback"
    RULE_SET_ASIDE = "rule_set_aside"
    WATCH = "watch"
    PRIVACY_REQUEST = "privacy_request"


class NoticeState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class NewNotice:
    """One thing to tell one person at ``due_at``. The same ``key`` twice is told once."""

    key: str
    person_key: str
    kind: NoticeKind
    language: str
    due_at: dt.datetime
    account_id: int | None = None
    text: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NoticeCard:
    """A notice as kept. ``attempts`` above one: somebody else set out to tell it before and may have told it."""

    id: int
    key: str
    person_key: str
    kind: NoticeKind
    language: str
    account_id: int | None
    text: str | None
    facts: Mapping[str, Any]
    created_at: dt.datetime
    due_at: dt.datetime
    round: int
    attempts: int

    @property
    def delivery_key(self) -> str:
        """The same for every attempt at this telling, another once it was put off: for whoever must not tell twice."""
        return f"{self.key}#{self.round}"


COLUMNS = [getattr(Notice, name) for name in NoticeCard.__dataclass_fields__]


def add_notice(connection: Connection, new: NewNotice, *, at: dt.datetime) -> int | None:
    """Keep a notice in the caller's transaction; None when its key was noted before."""
    values = {
        "key": new.key,
        "person_key": new.person_key,
        "kind": new.kind,
        "language": new.language,
        "account_id": new.account_id,
        "text": new.text,
        "facts": dict(new.facts),
        "created_at": as_utc(at),
        "due_at": as_utc(new.due_at),
        "state": NoticeState.WAITING,
    }
    once = insert_into(connection, Notice).values(values).on_conflict_do_nothing(index_elements=["key"])
    return connection.execute(once.returning(Notice.id)).scalar()


def claim_due(
    engine: Engine,
    *,
    now: dt.datetime,
    worker: str,
    lease: dt.timedelta,
    person_key: str | None = None,
    not_for: str | None = None,
    most: int = 50,
) -> list[NoticeCard]:
    """Take up what is due, oldest first, so that no other replica does: for ``person_key``, or all but ``not_for``.

    What somebody took up longer than ``lease`` ago and never finished is taken up again: they were killed.
    """
    whose = Notice.person_key == person_key if person_key else Notice.person_key != (not_for or "")
    due = and_(_is_due(now, lease), whose)
    with engine.begin() as connection:
        found = connection.execute(select(*COLUMNS).where(due).order_by(Notice.due_at, Notice.id).limit(most)).all()
    return [card for row in found if (card := _claim(engine, row.id, row.attempts, now=now, worker=worker))]


def mark_delivered(engine: Engine, card: NoticeCard, *, now: dt.datetime) -> bool:
    """It was told; one that comes again is noted for its next time. False when another replica took it up meanwhile."""
    mine = _mine(card)
    values = {"state": NoticeState.DELIVERED, "delivered_at": as_utc(now)}
    with engine.begin() as connection:  # both or neither: killed in between, no series ends and none doubles
        told = connection.execute(update(Notice).where(*mine).values(values)).rowcount == 1
        if told and (following := next_of(card, after=now)):
            add_notice(connection, following, at=now)
    return told


def next_of(card: NoticeCard, *, after: dt.datetime) -> NewNotice | None:
    """The next of a series, beyond ``after`` and beyond this one; None where it does not come again.

    Its key names the series and the moment, so that whoever notes it, it is told once.
    """
    if "repeat" not in card.facts:
        return None
    rules = {name: str(card.facts[name]) for name in ("repeat", "series", "country", "zone", "planned")}
    planned = dt.datetime.fromisoformat(rules["planned"])
    time = BusinessTime(rules["country"], rules["zone"], dt.time(0), dt.time(23, 59))
    due = Repeat.read(rules["repeat"]).next_after(max(after, planned), time)
    key = series_key(rules["series"], due)
    facts = {**card.facts, "planned": due.isoformat()}
    return NewNotice(key, card.person_key, card.kind, card.language, due, card.account_id, card.text, facts)


def series_key(series: str, due: dt.datetime | None = None) -> str:
    """Under which key one time of a series is noted; without a time, what all of them begin with."""
    return f"series:{series}:{due.astimezone(dt.UTC):%Y%m%dT%H%M}" if due else f"series:{series}:"


def renew(engine: Engine, card: NoticeCard, *, now: dt.datetime) -> bool:
    """The lease of a notice begins anew, right before it is told; False when another replica took it up meanwhile."""
    return _finish(engine, card, {"claimed_at": as_utc(now)})


def mark_needless(engine: Engine, card: NoticeCard) -> bool:
    """There is nothing to tell any more."""
    return _finish(engine, card, {"state": NoticeState.CANCELLED})


def put_back(engine: Engine, card: NoticeCard, *, due_at: dt.datetime) -> bool:
    """It could not be told now (quiet hours, or nobody could be reached); it waits until ``due_at``."""
    return _finish(engine, card, {"state": NoticeState.WAITING, "due_at": as_utc(due_at)})


def _is_due(now: dt.datetime, lease: dt.timedelta) -> ColumnElement[bool]:
    moment = as_utc(now)
    waiting = and_(Notice.state == NoticeState.WAITING, Notice.due_at <= moment)
    return or_(waiting, and_(Notice.state == NoticeState.CLAIMED, Notice.claimed_at <= moment - lease))


def _claim(engine: Engine, notice_id: int, attempts: int, *, now: dt.datetime, worker: str) -> NoticeCard | None:
    claim = {
        "state": NoticeState.CLAIMED,
        "claimed_by": worker,
        "claimed_at": as_utc(now),
        "attempts": attempts + 1,
    }
    still = (
        Notice.id == notice_id,
        Notice.attempts == attempts,
        Notice.state.in_([NoticeState.WAITING, NoticeState.CLAIMED]),
    )
    with engine.begin() as connection:
        row = connection.execute(update(Notice).where(*still).values(claim).returning(*COLUMNS)).first()
    return read_card(row._mapping) if row else None


def _finish(engine: Engine, card: NoticeCard, values: Mapping[str, Any]) -> bool:
    with engine.begin() as connection:
        return connection.execute(update(Notice).where(*_mine(card)).values(dict(values))).rowcount == 1


def _mine(card: NoticeCard) -> tuple[ColumnElement[bool], ...]:
    """Whether a notice is still as this worker took it up."""
    return (Notice.id == card.id, Notice.attempts == card.attempts, Notice.state == NoticeState.CLAIMED)


def read_card(row: Mapping[Any, Any]) -> NoticeCard:
    """A row of ``COLUMNS`` as a card, its moments in UTC."""
    values = {str(name): value for name, value in row.items()}
    kind, created, due = NoticeKind(values["kind"]), as_utc(values["created_at"]), as_utc(values["due_at"])
    return NoticeCard(**{**values, "kind": kind, "created_at": created, "due_at": due})
