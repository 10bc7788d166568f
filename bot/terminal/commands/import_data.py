"""`osusume import`: exports and the firm's own files into the customer store."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.adapters.imports import Answers, import_exports, suggest_files
from bot.terminal.options import AsJson, Paths, Store

if TYPE_CHECKING:
    from bot.adapters.imports import FileReport, ImportReport

_MAPPING_HELP = (
    "How the files' columns become ours: a YAML file, or salesforce, hubspot, stripe, zendesk, surveys. "
    "Default: told by the columns."
)
_COUNTS = ("read", "added", "changed", "unchanged", "left_out", "rejected")
_REASONS = 12  # kinds of reasons shown; all are in --json
Tell = Callable[[str, int, int, int], None]


def run(  # noqa: PLR0913 - the options of a command
    paths: Paths,
    mapping: Annotated[str | None, typer.Option("--mapping", help=_MAPPING_HELP, show_default=False)] = None,
    store: Store = None,
    *,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Look at foreign files and draft a mapping to edit; nothing is imported.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", help="Where --suggest writes its draft.")] = Path("mapping.yml"),
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="How text files are written, such as cp932.", show_default=False)
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", help="Of amounts that name none, such as USD.", show_default=False)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; doubts are told.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read CSV, TSV, JSON, JSON lines, XLSX and Parquet files, or folders of them, into the customer store.

    A file named accounts.csv with just a column name will do. Importing the same files again changes nothing. A row
    that cannot be used goes to rejects/ with the reason; mend it there and import that file.

    Exit code: 0 all is in, 3 some rows or files are not, 2 nothing could be imported.
    """
    if suggest:
        _suggest(paths, out, as_json=as_json)
        return
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not yes and not as_json
    with _progress(is_shown=not as_json) as tell:
        report = import_exports(
            paths,
            store=store,
            mapping=mapping,
            dry_run=dry_run,
            progress=tell,
            answers=Answers(encoding, currency.upper() if currency else None, _ask_currency if asks else None),
        )
    if as_json:
        typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        _draw(report, Console())
    raise typer.Exit(report.exit_code)


def _ask_currency(files: list[str], firm: str | None) -> str | None:
    """Which currency amounts are in that name none; the firm's is offered."""
    shown = ", ".join(files[:5]) + (" …" if len(files) > 5 else "")
    answer: str = typer.prompt(f"{shown}: amounts name no currency. Which is it?", default=firm or "USD")
    return answer.strip().upper()


def _suggest(paths: list[Path], out: Path, *, as_json: bool) -> None:
    found = suggest_files(paths)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return
    for line in found.lines:
        typer.echo(line)
    for line in found.missing:
        typer.echo(f"missing: {line}")
    if found.mapping is None:
        typer.echo("No mapping is needed, or none can be drafted.")
        return
    place = next(place for place in _names(out) if not place.exists())
    place.write_text(found.mapping, encoding="utf-8")
    shown = " ".join(str(path) for path in paths)
    typer.echo(f"\n{found.mapping}\nWritten to {place}. Look at it, then:")
    typer.echo(f"osusume import {shown} --mapping {place} --dry-run")


def _names(out: Path) -> Iterator[Path]:
    yield out
    for number in count(2):
        yield out.with_name(f"{out.stem}-{number}{out.suffix}")


@contextmanager
def _progress(*, is_shown: bool) -> Iterator[Tell]:
    """A bar for each file, by the bytes read; only where a person is looking."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not (is_shown and console.is_terminal)) as bar:

        def tell(file: str, done: int, total: int, rows: int) -> None:
            if file not in tasks:
                tasks[file] = bar.add_task(escape(file), total=total, rows=0)
            bar.update(tasks[file], completed=done, rows=rows)

        yield tell


def _draw(report: ImportReport, console: Console) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("file" if not report.dry_run else "file (dry run: nothing written)", overflow="fold")
    for name in _COUNTS:
        table.add_column(name.replace("_", " "), justify="right")
    table.add_column("rows/s", justify="right")
    for file in report.files:
        numbers = [f"{getattr(file, name):,}" for name in _COUNTS]
        table.add_row(escape(file.name), *numbers, f"{file.rows_per_second:,}")
    console.print(table)
    for file in report.files:
        _draw_remarks(file, console)
    for skipped in report.skipped:
        console.print(
            f"not imported: {escape(skipped.name)}: {escape(skipped.reason)}", highlight=False, soft_wrap=True
        )


def _read_as(file: FileReport) -> str:
    """How the file was read, in one line."""
    told = file.read_as
    parts = [told[name] for name in ("encoding", "delimiter") if name in told]
    if "header_line" in told:
        parts.append(f"column names in line {told['header_line']}")
    line = f"read as {', '.join(parts)}" if parts else "read"
    extra = [f"{name}: {told[name]}" for name in ("system", "currency", "dates", "times") if name in told]
    return "; ".join([line, *extra])


def _draw_remarks(file: FileReport, console: Console) -> None:
    lines = [_read_as(file), *file.notes, *(f"rejected: {reason}" for reason in file.reasons)]
    if file.rejected > len(file.reasons):
        lines.append(f"and {file.rejected - len(file.reasons):,} more rejected; all of them by reason:")
        lines += [f"  {count:,} × {reason}" for reason, count in list(file.rejected_because.items())[:_REASONS]]
    if file.reject_file:
        lines.append(f"rejected rows are in {file.reject_file}; mend them there and import that file")
    if lines:
        console.print(f"\n[bold]{escape(file.name)}[/bold]")
    for line in lines:
        console.print(f"  {escape(line)}", highlight=False, soft_wrap=True)
