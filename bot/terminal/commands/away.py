"""`osusume away`: who is away, and who stands in."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.terminal.options import AsOf, Lang, Store, day
from bot.terminal.single_answer import answer_click


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
    answer_click("set_absence", slots, person=as_person, as_of=day(as_of), language=lang, store=store)
