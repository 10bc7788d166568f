"""`osusume ask`: one question, one answer."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.adapters.open_store import OPERATOR_KEY
from bot.app import open_conversation
from bot.dialogue.message import Message
from bot.terminal.due import draw_due
from bot.terminal.options import AsJson, AsOf, AsPerson, Lang, Store, day
from bot.terminal.single_answer import exit_on_trouble


def run(
    question: Annotated[
        str, typer.Argument(help='For example "what should I offer Acme?" or 「Acmeに何を提案すべき？」')
    ],
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Ask one question and get the whole answer.

    The answer says whether anything should be offered at all, what, on which evidence, when, and in which words.
    Every figure has its basis; ask "why?" in `osusume chat` to open them down to the rows.
    """
    conversation = open_conversation(store, remembers=False)
    message = Message(as_person or OPERATOR_KEY, "ask", question, as_of=day(as_of), language=lang)
    turn = conversation.reply_to(message)
    if as_json:
        from bot.terminal.as_json import turn_as_json

        typer.echo(json.dumps(turn_as_json(turn), ensure_ascii=False))
    else:
        from bot.terminal.draw import draw_replies

        draw_replies(turn.replies)
    exit_on_trouble(turn)
    if not as_json:
        draw_due(conversation, message.asker, thread=message.thread, store=store, as_of=message.as_of)
