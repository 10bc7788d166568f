"""`osusume parse`: what questions are understood as."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from bot.adapters.open_store import OPERATOR_KEY
from bot.app import open_conversation
from bot.nlu.message_reader import Hearing
from bot.nlu.reading import Reading
from bot.terminal.options import AsJson, AsOf, AsPerson, Store, day


def run(
    question: Annotated[str | None, typer.Argument(help="One question; without it, a question a line is read.")] = None,
    as_person: AsPerson = None,
    as_of: AsOf = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Show what a question is understood as: intent, confidence, customer, the rest; --json gives one object a line."""
    conversation = open_conversation(store, remembers=False)
    hearing = Hearing(as_person or OPERATOR_KEY, day(as_of) or conversation.clock.today())
    show = _as_json if as_json else _as_line
    for text in [question] if question is not None else _lines():
        (understood,) = conversation.message_reader.understand(text, hearing, split=False)
        sys.stdout.buffer.write(show(text, understood).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


def _lines() -> Iterator[str]:
    """The lines of standard input, whatever bytes are in them."""
    for line in sys.stdin.buffer:
        yield line.rstrip(b"\r\n").decode("utf-8", "replace").removeprefix("\ufeff")


def _as_json(text: str, understood: Reading) -> str:
    """One object; ``text`` is the line as it came in, ``read`` the words that ``spans`` count in."""
    return json.dumps({**understood.to_dict(), "text": text, "read": understood.text}, ensure_ascii=False, default=str)


def _as_line(text: str, understood: Reading) -> str:
    account = understood.account.name if understood.account else "-"
    return f"{understood.intent:22} {understood.confidence:.2f} {understood.language}  {account}  {text}"
