"""`osusume sync`: what changed in the firm's systems, into the customer store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from bot.adapters.imports import telling
from bot.adapters.sync import exit_code, sync_now
from bot.terminal.commands.import_data import draw_import, show_progress
from bot.terminal.options import AsJson, Store

if TYPE_CHECKING:
    from bot.adapters.sync import SourceReport


def run(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Files of sources/ by their stem. Default: all of them.")
    ] = None,
    store: Store = None,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Read all rows, not only changed ones; find those that are gone.")
    ] = False,
    accept_gone: Annotated[
        bool, typer.Option("--accept-gone", help="Take away what a source has no more, however much it is.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read what changed in each source of the firm's folder (`osusume connect` declares one).

    It is loaded as an import of the same rows would be; doing it again changes nothing. While `osusume run` runs, the
    sources are synced by themselves.

    Exit code: 0 all is in, 3 some rows or tables are not, 2 nothing could be synced.
    """
    reports: list[SourceReport] = []
    with show_progress(telling(None), is_shown=not as_json) as progress:
        for report in sync_now(
            sources or (),
            store=store,
            is_full=full or accept_gone,
            accepts_gone=accept_gone,
            dry_run=dry_run,
            progress=progress,
        ):
            reports.append(report)
            if not as_json:
                draw_sync(report, Console())
    if as_json:
        typer.echo(json.dumps([report.to_dict() for report in reports], ensure_ascii=False, indent=2))
    elif not reports:
        typer.echo("No source is declared. osusume connect sql writes a first one.")
    raise typer.Exit(exit_code(reports))


def draw_sync(report: SourceReport, console: Console) -> None:
    """What became of a source, in lines."""
    if report.is_busy:
        console.print(f"{escape(report.name)}: is being synced by another process just now")
        return
    if report.imported:
        draw_import(report.imported, console, telling(None))
    elif not report.failures:
        console.print(f"{escape(report.name)}: nothing has changed")
    lines = [f"{count:,} {table} are gone at the source, and here" for table, count in report.gone.items()]
    lines += [*report.notes, *(f"failed: {why}" for why in report.failures.values())]
    for line in lines:
        console.print(f"  {escape(line)}", highlight=False, soft_wrap=True)
