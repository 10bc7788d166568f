"""Prints what is due for whoever sits at the terminal, before they ask anything."""

from __future__ import annotations

import datetime as dt

from actions.reply import Reply
from bot.conversation import Conversation
from bot.terminal.draw import draw_replies
from bot.wiring import open_courier


def draw_due(conversation: Conversation, asker: str, *, thread: str, store: str | None, as_of: dt.date | None) -> None:
    """Reminders, steps of handoffs and holds that ended, each once."""

    def show(person_key: str, reply: Reply, *, key: str, again: bool) -> None:  # noqa: ARG001 - a terminal cannot look back
        draw_replies([reply])
        conversation.note_told(asker, thread, reply)

    courier = open_courier(store, as_of=as_of, name="terminal")
    courier.bring(show, person_key=courier.key_of(asker))
