"""`osusume import`: exports and the firm's own files into the customer store."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.adapters.imports import Answers, import_exports, preset_names, suggest_files, telling, telling_in
from bot.terminal.options import AsJson, Lang, Paths, Store

if TYPE_CHECKING:
    from bot.adapters.imports import FileReport, ImportReport
    from bot.ports import Say

_MAPPING_HELP = (
    f"How the files' columns become ours: a YAML file, or {', '.join(preset_names())}. Default: told by the columns."
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
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Read CSV, TSV, JSON, JSON lines, XLSX and Parquet files, or folders of them, into the customer store.

    A file named accounts.csv with just a column name will do. Importing the same files again changes nothing. A row
    that cannot be used goes to rejects/ with the reason; mend it there and import that file.

    Exit code: 0 all is in, 3 some rows or files are not, 2 nothing could be imported.
    """
    say = telling(lang)
    if suggest:
        _suggest(paths, out, say, language=say.language, as_json=as_json)
        return
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not yes and not as_json
    with telling_in(say.language):
        ask = partial(_ask_currency, say) if asks else None
        answers = Answers(encoding, currency.upper() if currency else None, ask, say.language)
    with show_progress(say, is_shown=not as_json) as tell:
        report = import_exports(
            paths,
            store=store,
            mapping=mapping,
            dry_run=dry_run,
            progress=tell,
            answers=answers,
        )
    if as_json:
        typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        draw_import(report, Console(), say)
    raise typer.Exit(report.exit_code)


def _ask_currency(say: Say, files: list[str], firm: str | None) -> str | None:
    """Which currency amounts are in that name none; the firm's is offered."""
    shown = ", ".join(files[:5]) + (" …" if len(files) > 5 else "")
    answer: str = typer.prompt(say("import_notes.ask_currency", files=shown), default=firm or "USD")
    return answer.strip().upper()


def _suggest(paths: list[Path], out: Path, say: Say, *, language: str, as_json: bool) -> None:
    found = suggest_files(paths, language)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return
    for line in found.lines:
        typer.echo(line)
    for line in found.missing:
        typer.echo(say("import_suggest.missing", what=line))
    if found.mapping is None:
        typer.echo(say("import_suggest.found_none"))
        return
    place = next(place for place in _names(out) if not place.exists())
    place.write_text(found.mapping, encoding="utf-8")
    typer.echo(f"\n{found.mapping}\n{say('import_suggest.written', file=str(place))}")
    typer.echo(f"osusume import {shlex.join([*map(str, paths), '--mapping', str(place)])} --dry-run")


def _names(out: Path) -> Iterator[Path]:
    yield out
    for number in count(2):
        yield out.with_name(f"{out.stem}-{number}{out.suffix}")


@contextmanager
def show_progress(say: Say, *, is_shown: bool) -> Iterator[Tell]:
    """A bar for each file, by the bytes read; only where a person is looking."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn(say("import_notes.progress")),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not (is_shown and console.is_terminal)) as bar:

        def tell(file: str, done: int, total: int, rows: int) -> None:
            if file not in tasks:
                tasks[file] = bar.add_task(escape(file), total=total, rows=0)
            bar.update(tasks[file], completed=done, rows=rows)

        yield tell


def draw_import(report: ImportReport, console: Console, say: Say) -> None:
    """The counts of each file, and what is to be said of it."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(say("import_notes.dry_run" if report.dry_run else "import_notes.file"), overflow="fold")
    for name in _COUNTS:
        table.add_column(say(f"import_notes.count_{name}"), justify="right")
    table.add_column(say("import_notes.speed"), justify="right")
    for file in report.files:
        numbers = [f"{getattr(file, name):,}" for name in _COUNTS]
        table.add_row(escape(file.name), *numbers, f"{file.rows_per_second:,}")
    console.print(table)
    for file in report.files:
        _draw_remarks(file, console, say)
    for skipped in report.skipped:
        told = say("import_notes.not_imported", file=skipped.name, why=skipped.reason)
        console.print(escape(told), highlight=False, soft_wrap=True)
    for note in report.notes:
        console.print(escape(note), highlight=False, soft_wrap=True)


def _read_as(file: FileReport, say: Say) -> str:
    """How the file was read, in one line."""
    told = file.read_as
    parts = [told[name] for name in ("encoding", "delimiter") if name in told]
    if "header_line" in told:
        parts.append(say("import_notes.names_in_line", line=told["header_line"]))
    line = say("import_notes.read_as", how=", ".join(parts))
    names = ("system", "currency", "dates", "times")
    extra = [f"{say(f'import_notes.read_{name}')}: {told[name]}" for name in names if name in told]
    return "; ".join([line, *extra])


def _draw_remarks(file: FileReport, console: Console, say: Say) -> None:
    rejected = [say("import_notes.rejected", why=reason) for reason in file.reasons]
    lines = [_read_as(file, say), *file.notes, *rejected]
    if file.rejected > len(file.reasons):
        lines.append(say("import_notes.more_rejected", count=file.rejected - len(file.reasons)))
        lines += [f"  {count:,} × {reason}" for reason, count in list(file.rejected_because.items())[:_REASONS]]
    if file.reject_file:
        lines.append(say("import_notes.rejects_are_in", file=file.reject_file))
    if lines:
        console.print(f"\n[bold]{escape(file.name)}[/bold]")
    for line in lines:
        console.print(f"  {escape(line)}", highlight=False, soft_wrap=True)
