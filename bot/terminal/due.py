"""Prints what is due for whoever sits at the terminal, before they ask anything."""

from __future__ import annotations

import datetime as dt

from actions.reply import Reply
from bot.app import open_dispatcher
from bot.dialogue.conversation import Conversation
from bot.terminal.draw import draw_replies


def draw_due(conversation: Conversation, asker: str, *, thread: str, store: str | None, as_of: dt.date | None) -> None:
    """Reminders, steps of handoffs and holds that ended, each once."""

    def show(person_key: str, reply: Reply, *, key: str, again: bool) -> None:  # noqa: ARG001 - a terminal cannot look back
        draw_replies([reply])
        conversation.note_told(asker, thread, reply)

    dispatcher = open_dispatcher(store, as_of=as_of, name="terminal")
    dispatcher.bring(show, person_key=dispatcher.key_of(asker))
