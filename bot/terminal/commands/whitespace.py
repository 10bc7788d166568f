"""`osusume whitespace`: customers by product families, to read or as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.adapters.open_store import OPERATOR_KEY
from bot.app import open_conversation
from bot.dialogue.message import Click, Message
from bot.terminal.as_csv import write_csv
from bot.terminal.options import AsOf, AsPerson, Lang, Store, day


def run(  # noqa: PLR0913, PLR0917 - the options of a command
    to_csv: Annotated[Path | None, typer.Option("--csv", help="Write rows to this file, or - for the screen.")] = None,
    team: Annotated[str | None, typer.Option(help="Only customers of this team.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only customers of this person.")] = None,
    family: Annotated[str | None, typer.Option(help="Only this product family, or that of this product.")] = None,
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
) -> None:
    """Who owns which product family, what could fill the gaps, and why some of it must wait."""
    from bot.adapters.whitespace import COLUMNS, read_whitespace

    given = {"view": "whitespace", "team": team, "person": owner, "product": family}
    slots: dict[str, Any] = {name: value for name, value in given.items() if value}
    if to_csv:
        rows = read_whitespace(store, person=as_person, as_of=day(as_of), language=lang, slots=slots)
        if not rows:
            raise typer.BadParameter("No customer and family match. Check the names of --team, --owner and --family.")
        write_csv(to_csv, [COLUMNS, *rows])
        return
    from bot.terminal.draw import draw_replies

    conversation = open_conversation(store, remembers=False)
    click = Click("rank_accounts", slots)
    asked = Message(as_person or OPERATOR_KEY, "whitespace", click=click, as_of=day(as_of), language=lang)
    turn = conversation.reply_to(asked)
    draw_replies(turn.replies)
    if any(reply.trouble for reply in turn.replies):
        raise typer.Exit(1)
