"""Files sent from the browser: looked at first, brought in when somebody says so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.datastructures import UploadFile
from starlette.requests import Request

from actions.reply import Line, Reply, Section, Table, Tone
from bot.adapters.imports import Answers, FileReport, ImportReport, import_exports
from bot.adapters.web import OsusumeError, phrases
from bot.http_body import Refused
from bot.ports import Say

MOST_BYTES = 20_000_000  # more is the terminal's work
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


def bring_in(files: Files, store: str, *, dry_run: bool, language: str) -> Reply:
    """What would be, or was, added, changed and rejected, and why."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        try:
            report = import_exports(
                [Path(folder)],
                store=store,
                mapping=None,
                dry_run=dry_run,
                progress=None,
                answers=Answers(language=language),
            )
        except OsusumeError as error:
            return Reply(intent="import", language=language, headline=str(error), trouble=True)
    return _tell(report, language)


def _tell(report: ImportReport, language: str) -> Reply:
    say = phrases(language)
    rows = tuple((file.name, *(f"{getattr(file, name):,}" for name in _COUNTS)) for file in report.files)
    columns = (say("web.import_file"), *(say(f"web.import_{name}") for name in _COUNTS))
    sections = [
        Section(key=file.name, title=file.name, lines=lines) for file in report.files if (lines := _remarks(file, say))
    ]
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
