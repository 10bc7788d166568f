"""`osusume feedback`: what product should hear, month by month."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.open_store import OPERATOR_KEY
from bot.app import open_conversation
from bot.dialogue.message import Click, Message
from bot.terminal.as_csv import write_csv
from bot.terminal.options import AsJson, AsOf, AsPerson, Lang, Store, day


def run(
    month: Annotated[str | None, typer.Option("--month", help="For example 2026-09. Default: this month.")] = None,
    to_csv: Annotated[Path | None, typer.Option("--csv", help="Write rows to this file, or - for the screen.")] = None,
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Needs that no product answers, and why offers were lost, with counts and the revenue of those customers."""
    if to_csv:
        from bot.adapters.feedback import FEEDBACK_COLUMNS, read_feedback

        rows = read_feedback(store, person=as_person, month=month, as_of=day(as_of), language=lang)
        write_csv(to_csv, [FEEDBACK_COLUMNS, *rows])
        return
    conversation = open_conversation(store, remembers=False)
    click = Click("product_feedback", {"month": month} if month else {})
    message = Message(as_person or OPERATOR_KEY, "feedback", click=click, as_of=day(as_of), language=lang)
    turn = conversation.reply_to(message)
    if as_json:
        typer.echo(json.dumps(turn.replies[0].model_dump(mode="json"), ensure_ascii=False))
    else:
        from bot.terminal.draw import draw_replies

        draw_replies(turn.replies)
    if any(reply.trouble for reply in turn.replies):
        raise typer.Exit(1)
