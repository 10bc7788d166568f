"""`osusume accounts`, `osusume products`, `osusume people`: which ids are one, and making or parting them by hand."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.adapters import ties
from bot.terminal.options import AsJson, Store

Kept = Annotated[str, typer.Argument(help="What stays: key, id or name.")]
Gone = Annotated[str, typer.Argument(help="What becomes part of it.")]
Parted = Annotated[str, typer.Argument(help="The key that was merged or tied, as `ties` shows it.")]


def build_group(table: str) -> typer.Typer:
    """The three commands for one table."""
    group = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

    @group.command(name="ties")
    def show(store: Store = None, *, as_json: AsJson = False) -> None:
        """List every id that means a row of another system, or was merged by hand, with its rule."""
        found = ties.show_ties(store, table)
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for line in ties.tell_ties(found):
            typer.echo(line)

    @group.command()
    def merge(kept: Kept, gone: Gone, store: Store = None) -> None:
        """Make the second part of the first, now and in later imports; `split` takes it back."""
        typer.echo(ties.make_one(store, table, kept, gone))

    @group.command()
    def split(key: Parted, store: Store = None) -> None:
        """Take a merge back, or give an id that an import had tied a row of its own."""
        typer.echo(ties.part(store, table, key))

    return group
