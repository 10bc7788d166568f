"""Files sent from the browser: looked at first, brought in when somebody says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.datastructures import UploadFile
from starlette.requests import Request

from actions.reply import Line, Reply, Section, Table, Tone
from bot.adapters.imports import Answers, FileReport, ImportReport, import_exports, suggest_files
from bot.adapters.web import OsusumeError, phrases
from bot.http_body import Refused
from bot.ports import Say

MOST_BYTES = 20_000_000  # more is the terminal's work
MAPPING = "mapping.yml"
_MOST_FILES = 20
_COUNTS = ("read", "added", "changed", "unchanged", "left_out", "rejected")
_REASONS = 12
Files = Mapping[str, bytes]


async def read_files(request: Request) -> tuple[dict[str, str], Files]:
    """The fields of the form, and its files by name. Raises Refused where they are too many or too long."""
    told = request.headers.get("content-length", "")
    if not told.isdigit() or int(told) > MOST_BYTES:
        raise Refused(413, "too large")
    async with request.form(max_files=_MOST_FILES) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        sent = [each for each in form.getlist("files") if isinstance(each, UploadFile)]
        files = {name: await each.read() for each in sent if (name := Path(each.filename or "").name)}
    return fields, files


@dataclass(frozen=True)
class Brought:
    """What an import did or would do, in words, and where each file's rejected rows lie."""

    reply: Reply
    rejects: Mapping[str, Path]


def bring_in(files: Files, store: str, *, mapping: str, dry_run: bool, language: str) -> Brought:
    """What would be, or was, added, changed and rejected, and why. ``mapping``: YAML; empty: told by the columns."""
    with _laid_out(files) as folder, TemporaryDirectory() as beside:
        named = Path(beside) / MAPPING
        if mapping:
            named.write_text(mapping, encoding="utf-8")
        try:
            report = import_exports(
                [folder],
                store=store,
                mapping=str(named) if mapping else None,
                dry_run=dry_run,
                progress=None,
                answers=Answers(language=language),
            )
        except OsusumeError as error:
            told = str(error).replace(str(named), MAPPING)
            return Brought(Reply(intent="import", language=language, headline=told, trouble=True), {})
    kept = [Path(file.reject_file) for file in report.files if file.reject_file]
    return Brought(_tell(report, language), {path.name: path for path in kept})


def suggest(files: Files, language: str) -> tuple[Reply, str]:
    """What the files seem to be, and a draft of the mapping that they need; empty where none is needed."""
    say = phrases(language)
    with _laid_out(files) as folder:
        try:
            found = suggest_files([folder], language)
        except OsusumeError as error:
            return Reply(intent="import", language=language, headline=str(error), trouble=True), ""
    sections = [
        Section(key=key, title=title, lines=tuple(Line(text=text) for text in lines))
        for key, title, lines in (
            ("found", say("web.map_found"), found.lines),
            ("missing", say("web.map_missing"), found.missing),
        )
        if lines
    ]
    columns = tuple(say(f"web.map_{name}") for name in ("file", "table", "ours", "column", "sure"))
    rows = tuple(
        (each.file, each.table, each.ours, each.column, f"{each.confidence} % ({each.by})") for each in found.columns
    )
    headline = say("web.map_drafted", columns=len(rows)) if found.mapping else say("import_suggest.found_none")
    table = Table(key="columns", title=say("web.map_columns"), columns=columns, rows=rows)
    reply = Reply(
        intent="import",
        language=language,
        headline=headline,
        sections=tuple(sections),
        tables=(table,) if rows else (),
    )
    return reply, found.mapping or ""


@contextmanager
def _laid_out(files: Files) -> Iterator[Path]:
    """The files in a folder of their own."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        yield Path(folder)


def _tell(report: ImportReport, language: str) -> Reply:
    say = phrases(language)
    rows = tuple((file.name, *(f"{getattr(file, name):,}" for name in _COUNTS)) for file in report.files)
    columns = (say("web.import_file"), *(say(f"web.import_{name}") for name in _COUNTS))
    sections = [
        Section(key=file.name, title=file.name, lines=lines) for file in report.files if (lines := _remarks(file, say))
    ]
    if report.notes:
        lines = tuple(Line(text=note, tone=Tone.CAUTION) for note in report.notes)
        sections.insert(0, Section(key="notes", lines=lines))
    if report.skipped:
        lines = tuple(Line(text=f"{each.name}: {each.reason}", tone=Tone.STOP) for each in report.skipped)
        sections.append(Section(key="skipped", title=say("web.import_skipped"), lines=lines))
    headline = "web.import_would" if report.dry_run else "web.import_done"
    counts = {name: sum(getattr(file, name) for file in report.files) for name in _COUNTS}
    return Reply(
        intent="import",
        language=language,
        headline=say(headline, **counts),
        sections=tuple(sections),
        tables=(Table(key="files", columns=columns, rows=rows),) if rows else (),
        trouble=bool(report.skipped and not report.files),
    )


def _remarks(file: FileReport, say: Say) -> tuple[Line, ...]:
    """What the importer says of a file, as it says it in the terminal."""
    told = [Line(text=note) for note in file.notes]
    told += [Line(text=reason, tone=Tone.CAUTION) for reason in file.reasons]
    if file.rejected > len(file.reasons):
        kinds = list(file.rejected_because.items())[:_REASONS]
        told += [Line(text=f"{count:,} × {reason}", tone=Tone.CAUTION) for reason, count in kinds]
    if file.reject_file:
        told.append(Line(text=say("web.import_rejects", file=file.reject_file)))
    return tuple(told)
