"""What each person is talking about in each thread; survives a restart."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from knowledge.kernel.dialects import insert_into
from knowledge.tables import ConversationState

_ONE = (
    ConversationState.thread == bindparam("in_thread"),
    ConversationState.person_key == bindparam("of_person"),
)
_FIND = select(ConversationState.state, ConversationState.updated_at).where(*_ONE)
_CHANGE = update(ConversationState).where(*_ONE)


def load_conversation(connection: Connection, thread: str, person_key: str, *, since: dt.datetime) -> dict[str, Any]:
    """The remembered state, or an empty one where there is none younger than ``since``."""
    row = connection.execute(_FIND, _which(thread, person_key)).first()
    if row is None or _aware(row.updated_at) < since:
        return {}
    return dict(row.state)


def save_conversation(
    connection: Connection, thread: str, person_key: str, state: dict[str, Any], *, at: dt.datetime
) -> None:
    """Remember ``state`` in place of what was there."""
    values = {"state": state, "updated_at": at}
    if connection.execute(_CHANGE, {**_which(thread, person_key), **values}).rowcount == 0:
        added = insert_into(connection, ConversationState).values(thread=thread, person_key=person_key, **values)
        connection.execute(added.on_conflict_do_update(index_elements=["thread", "person_key"], set_=values))


def _which(thread: str, person_key: str) -> dict[str, str]:
    return {"in_thread": thread, "of_person": person_key}


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
