"""One question to the store, answered at once and drawn; the end of every command that asks one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import typer

from bot.adapters.open_store import OPERATOR_KEY
from bot.app import open_conversation
from bot.dialogue.message import Click, Message, Turn


def answer_click(  # noqa: PLR0913 - the options of a command
    intent: str,
    slots: Mapping[str, object],
    *,
    person: str | None,
    as_of: dt.date | None = None,
    language: str | None,
    store: str | None,
    as_json: bool = False,
    remembers: bool = False,
) -> None:
    """Answer a question by its intent as whoever asks; slots without a value are left out. Exits with 1 on trouble."""
    click = Click(intent, {name: value for name, value in slots.items() if value})
    conversation = open_conversation(store, remembers=remembers)
    turn = conversation.reply_to(
        Message(person or OPERATOR_KEY, "terminal", click=click, as_of=as_of, language=language)
    )
    if as_json:
        typer.echo(json.dumps(turn.replies[0].model_dump(mode="json"), ensure_ascii=False))
    else:
        from bot.terminal.draw import draw_replies

        draw_replies(turn.replies)
    exit_on_trouble(turn)


def exit_on_trouble(turn: Turn) -> None:
    """Tell a program that the answer was none."""
    if any(reply.trouble for reply in turn.replies):
        raise typer.Exit(1)
