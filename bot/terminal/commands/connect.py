"""`osusume connect`: a system to sync from, set up and tried."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from bot.adapters.sync import connect, describe_kinds, sync_now
from bot.terminal.commands.sync import draw_sync
from bot.terminal.options import Lang, Store


def run(
    kind: Annotated[str | None, typer.Argument(help="Default: list the kinds there are.")] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Of its file in sources/. Default: the kind's.", show_default=False)
    ] = None,
    store: Store = None,
    lang: Lang = None,
) -> None:
    """Lay out sources/NAME.yml and say what to create at the other system, with the least rights that do.

    Called again, it reads a first page of each table and tells what a sync would change; nothing is written then.

    Exit code: 0 all of it can be read, or the file was just laid out; 1 something is still to be done.
    """
    if kind is None:
        for each, line in describe_kinds(lang or "en").items():
            typer.echo(f"{each:<10} {line}")
        return
    found = connect(kind, name, lang or "en")
    if found.is_written or found.missing:
        typer.echo(f"{'+' if found.is_written else '='} {found.path}\n")
        for number, step in enumerate(found.steps, 1):
            typer.echo(f"{number}. {step}")
    for each in found.missing:
        typer.echo(f"\nNO  {each} is not set")
    for table in found.reached:
        typer.echo(f"ok  {table}")
    for why in found.failures:
        typer.echo(f"NO  {why}")
    if found.is_right:
        for report in sync_now(
            [found.path.stem], store=store, is_full=True, accepts_gone=False, dry_run=True, progress=None
        ):
            draw_sync(report, Console())
        typer.echo(f"\nNext: osusume sync {found.path.stem}")
    raise typer.Exit(0 if found.is_written or found.is_right else 1)
