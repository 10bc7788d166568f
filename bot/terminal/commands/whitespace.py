"""`osusume whitespace`: customers by product families, to read or as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.terminal.as_csv import write_csv
from bot.terminal.options import AsOf, AsPerson, Lang, Store, day
from bot.terminal.single_answer import answer_click


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
    answer_click("rank_accounts", slots, person=as_person, as_of=day(as_of), language=lang, store=store)
