"""`osusume unanswered`: what the playbook could not answer, month by month."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.adapters.open_store import OPERATOR_KEY
from bot.app import open_conversation
from bot.dialogue.message import Click, Message
from bot.terminal.options import AsJson, AsOf, AsPerson, Lang, Store, day


def run(
    month: Annotated[str | None, typer.Option("--month", help="For example 2026-09. Default: this month.")] = None,
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Questions for which there is no article, with how often and by how many they were asked."""
    conversation = open_conversation(store, remembers=False)
    click = Click("list_unanswered", {"month": month} if month else {})
    turn = conversation.reply_to(
        Message(as_person or OPERATOR_KEY, "unanswered", click=click, as_of=day(as_of), language=lang)
    )
    if as_json:
        typer.echo(json.dumps(turn.replies[0].model_dump(mode="json"), ensure_ascii=False))
    else:
        from bot.terminal.draw import draw_replies

        draw_replies(turn.replies)
    if any(reply.trouble for reply in turn.replies):
        raise typer.Exit(1)
