"""`osusume demo`: the demo company and a whole answer; also for one's own Slack."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.adapters.demo_people import seat
from bot.adapters.open_store import OPERATOR_KEY, prepare_demo
from bot.app import open_conversation
from bot.dialogue.message import Message
from bot.terminal.draw import draw_replies

_QUESTIONS = ("what should I offer Acme?",)


def run(
    question: str = typer.Argument(_QUESTIONS[0], help="What to ask the demo company."),
    me: Annotated[
        str | None, typer.Option("--me", help="Your e-mail in Slack: you are known there as one of the company.")
    ] = None,
    who: Annotated[str, typer.Option("--as", help="With --me: whose place you take.")] = "Maya Collins",
    store: Annotated[
        str, typer.Option("--store", help="With --me: an empty store to fill, such as postgresql://user@host/db.")
    ] = "demo",
) -> None:
    """Fill the demo company once, ask it one question, and show what to try next."""
    if me:
        prepare_demo(store)
        name = seat(store, me, who)
        typer.echo(f"In Slack, {me} is {name} of the demo company. Now: osusume run --store {store}")
        return
    conversation = open_conversation("demo", remembers=False)
    typer.echo(f'\n› osusume ask --store demo "{question}"\n')
    draw_replies(conversation.reply_to(Message(OPERATOR_KEY, "demo", question)).replies)
    typer.echo(
        "\nTry next:\n"
        '  osusume ask --store demo "さくら商事には何を提案すべき？"\n'
        '  osusume ask --store demo "brief me on Globex" --json\n'
        "  osusume chat --store demo\n"
        '  osusume demo --me you@yourfirm.example --as "Maya Collins"   # then: osusume run --store demo\n'
        "  osusume import YOUR_EXPORTS/ --dry-run\n"
        "  osusume web --store demo                      # the same in your browser"
    )
