"""`osusume demo`: the demo company and a whole answer."""

from __future__ import annotations

import typer

from bot.adapters.open_store import OPERATOR_KEY
from bot.app import open_conversation
from bot.dialogue.message import Message
from bot.terminal.draw import draw_replies

_QUESTIONS = ("what should I offer Acme?",)


def run(question: str = typer.Argument(_QUESTIONS[0], help="What to ask the demo company.")) -> None:
    """Fill the demo company once, ask it one question, and show what to try next."""
    conversation = open_conversation("demo", remembers=False)
    typer.echo(f'\n› osusume ask --store demo "{question}"\n')
    draw_replies(conversation.reply_to(Message(OPERATOR_KEY, "demo", question)).replies)
    typer.echo(
        "\nTry next:\n"
        '  osusume ask --store demo "さくら商事には何を提案すべき？"\n'
        '  osusume ask --store demo "brief me on Globex" --json\n'
        "  osusume chat --store demo\n"
        "  osusume import YOUR_EXPORTS/ --dry-run"
    )
