"""What each person is talking about in each thread; survives a restart."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from knowledge.store.models import ConversationState


def load_conversation(connection: Connection, thread: str, person_key: str, *, since: dt.datetime) -> dict[str, Any]:
    """The remembered state, or an empty one where there is none younger than ``since``."""
    query = select(ConversationState.state, ConversationState.updated_at).where(*_which(thread, person_key))
    row = connection.execute(query).first()
    if row is None or _aware(row.updated_at) < since:
        return {}
    return dict(row.state)


def save_conversation(
    connection: Connection, thread: str, person_key: str, state: dict[str, Any], *, at: dt.datetime
) -> None:
    """Remember ``state`` in place of what was there."""
    changed = connection.execute(
        update(ConversationState).where(*_which(thread, person_key)).values(state=state, updated_at=at)
    )
    if changed.rowcount == 0:
        values = {"thread": thread, "person_key": person_key, "state": state, "updated_at": at}
        connection.execute(insert(ConversationState).values(values))


def forget_conversations(connection: Connection, *, before: dt.datetime) -> int:
    """Drop what nobody can follow up on any more; returns how many threads."""
    return connection.execute(delete(ConversationState).where(ConversationState.updated_at < before)).rowcount


def _which(thread: str, person_key: str) -> tuple[Any, Any]:
    return ConversationState.thread == thread, ConversationState.person_key == person_key


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
