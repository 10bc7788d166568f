"""`osusume away`: who is away, and who stands in."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.app import open_conversation
from bot.dialogue.message import Click, Message
from bot.terminal.options import AsOf, Lang, Store, day


def run(
    as_person: Annotated[str, typer.Option("--as", help="Who is away (name or e-mail).")],
    until: Annotated[str, typer.Option("--until", help="The last day away, for example 2026-10-09.")],
    since: Annotated[str | None, typer.Option("--since", help="The first day away. Default: today.")] = None,
    deputy: Annotated[str | None, typer.Option("--deputy", help="Who answers meanwhile.")] = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
) -> None:
    """Note that somebody is away: handoffs go to whoever stands in, or to the team's queue."""
    slots = {"until": until, "since": since, "deputy": deputy}
    click = Click("set_absence", {name: value for name, value in slots.items() if value})
    conversation = open_conversation(store, remembers=False)
    turn = conversation.reply_to(Message(as_person, "away", click=click, as_of=day(as_of), language=lang))
    from bot.terminal.draw import draw_replies

    draw_replies(turn.replies)
    if any(reply.trouble for reply in turn.replies):
        raise typer.Exit(1)
