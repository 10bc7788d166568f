"""`osusume chat`: a conversation that remembers what it is about."""

from __future__ import annotations

import sys

import typer

from bot.message import Message
from bot.terminal.draw import draw_replies
from bot.terminal.due import draw_due
from bot.terminal.options import AsOf, AsPerson, Lang, Store, day
from bot.wiring import OPERATOR_KEY, open_conversation


def run(
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    thread: str = typer.Option("chat", help="Go on with another conversation of this name."),
) -> None:
    """Talk: ask about a customer, then "why?", "what about Globex?", "draft it in Japanese". An empty line ends it."""
    conversation = open_conversation(store)
    asker = as_person or OPERATOR_KEY
    draw_due(conversation, asker, thread=thread, store=store, as_of=day(as_of))
    if sys.stdin.isatty():
        typer.echo('Ask away, for example "what should I offer Acme?". An empty line ends the conversation.')
    while text := _next_line():
        message = Message(asker, thread, text, as_of=day(as_of), language=lang)
        draw_replies(conversation.reply_to(message).replies)


def _next_line() -> str:
    if sys.stdin.isatty():
        typer.echo("› ", nl=False)
    return sys.stdin.readline().strip()
