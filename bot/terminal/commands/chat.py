"""`osusume chat`: a conversation that remembers what it is about; with --json, one that a program holds."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import replace
from typing import Any

import typer

from bot.adapters.open_store import OPERATOR_KEY
from bot.app import open_conversation
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message
from bot.terminal.draw import draw_replies
from bot.terminal.due import draw_due
from bot.terminal.options import AsJson, AsOf, AsPerson, Lang, Store, day


def run(
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    thread: str = typer.Option("chat", help="Go on with another conversation of this name."),
    as_json: AsJson = False,
) -> None:
    """Talk: ask about a customer, then "why?", "what about Globex?", "draft it in Japanese". An empty line ends it.

    With --json each line of the input is an object {"as", "thread", "text", "as_of"}, only "text" is needed; each is
    answered by one object a line: headline, text (all below the headline), intent, request, account, unread, wrote,
    replies.
    """
    conversation = open_conversation(store)
    usual = Message(as_person or OPERATOR_KEY, thread, as_of=day(as_of), language=lang)
    if as_json:
        _talk_in_json(conversation, usual)
        return
    draw_due(conversation, usual.asker, thread=thread, store=store, as_of=usual.as_of)
    if sys.stdin.isatty():
        typer.echo('Ask away, for example "what should I offer Acme?". An empty line ends the conversation.')
    while text := _next_line():
        draw_replies(conversation.reply_to(replace(usual, text=text)).replies)


def _next_line() -> str:
    if sys.stdin.isatty():
        typer.echo("› ", nl=False)
    return sys.stdin.readline().strip()


def _talk_in_json(conversation: Conversation, usual: Message) -> None:
    from bot.terminal.as_json import said_as_json

    for line in sys.stdin.buffer:
        said = line.decode("utf-8", "replace").removeprefix("\ufeff").strip()
        if not said:
            continue
        try:
            message = _read(json.loads(said), usual)
        except (ValueError, AttributeError, TypeError) as error:
            told: dict[str, Any] = {"error": f"no question could be read: {error}"}
        else:
            told = said_as_json(conversation.reply_to(message))
        sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


def _read(said: dict[str, Any], usual: Message) -> Message:
    """The message of one line; what it leaves out is as the command's options say."""
    asked = said.get("as_of")
    return Message(
        str(said.get("as") or usual.asker),
        str(said.get("thread") or usual.thread),
        str(said.get("text") or ""),
        as_of=dt.date.fromisoformat(asked) if asked else usual.as_of,
        language=usual.language,
    )
