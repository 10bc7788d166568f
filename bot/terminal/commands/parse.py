"""`osusume parse`: what questions are understood as."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from bot.terminal.options import AsJson, AsOf, AsPerson, Store, day
from bot.wiring import OPERATOR_KEY, open_conversation


def run(
    question: Annotated[str | None, typer.Argument(help="One question; without it, a question a line is read.")] = None,
    as_person: AsPerson = None,
    as_of: AsOf = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Show what a question is understood as: stem, confidence, customer, the rest; --json gives one object a line."""
    conversation = open_conversation(store, remembers=False)
    today = day(as_of) or conversation.clock.today()
    for line in [question] if question is not None else sys.stdin:
        text = line.rstrip("\n")
        heard = conversation.understander.understand(
            text, asker=as_person or OPERATOR_KEY, today=today, language=None, split=False
        )
        for understood in heard:
            shown = understood.to_dict()
            if as_json:
                typer.echo(json.dumps(shown, ensure_ascii=False, default=str))
            else:
                account = shown["account"]["name"] if shown["account"] else "-"
                typer.echo(f"{understood.stem:22} {understood.confidence:.2f} {understood.language}  {account}  {text}")
        sys.stdout.flush()
