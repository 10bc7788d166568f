"""The import: plan, then one transaction a file."""

from __future__ import annotations

import datetime as dt
import errno
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from knowledge.accounts.names.index import settle_names
from knowledge.errors import ImportRefused
from knowledge.imports.firm import Doubts, Firm
from knowledge.imports.jobs import Job, files_without_currency
from knowledge.imports.loading import FileLoad
from knowledge.imports.mapping_files import find_mapping
from knowledge.imports.plan import plan_import
from knowledge.imports.points_in_doubt import find_points_in_doubt
from knowledge.imports.rejects import Rejects, rejects_folder
from knowledge.imports.report import Effect, FileReport, ImportReport, Skipped
from knowledge.imports.telling import tell
from knowledge.imports.unnamed_currency import find_contradictions
from knowledge.kernel.materialized import note_rows_changed
from knowledge.kernel.work_runs import Run, RunKind, note_run, utc_now
from knowledge.metrics.queries.currencies import find_only_currency

Progress = Callable[[str, int, int, int], None]  # file, bytes done, bytes in all, lines read
log = logging.getLogger(__name__)
Transaction = Callable[[], AbstractContextManager[Connection]]
_LOCK = 0x05055E  # any number, the same in every process: one import at a time on PostgreSQL
_MEANINGS = (
    ("database is locked", "locked"),
    ("database or disk is full", "disk_full"),
    ("disk I/O error", "disk_broken"),
    ("readonly database", "read_only"),
    ("server closed the connection", "gone"),
    ("terminating connection", "gone"),
    ("connection is closed", "gone"),
    ("Connection refused", "not_there"),
    ("No space left", "disk_full"),
)
_SQLITE_CACHE_KIB = 65_536


def import_paths(
    engine: Engine,
    paths: Sequence[Path],
    *,
    as_of: dt.date,
    mapping: Path | str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    firm: Firm | None = None,
) -> ImportReport:
    """Bring files and folders into the store; what each became stands in the report.

    ``mapping``: a YAML file or the name of a preset; None: our own column names, or the preset whose columns fit.
    ``firm``: what holds where neither file nor mapping say. Bad rows go to its ``rejects`` folder.
    Raises ImportRefused where a mapping or a file named by itself cannot be used; nothing was written then.
    """
    chosen = find_mapping(mapping) if mapping else None
    firm = firm or Firm()
    no_data = Path(mapping) if mapping else None
    jobs, skipped = plan_import(list(paths), chosen, firm.answers, no_data=no_data)
    return import_jobs(engine, jobs, skipped, as_of=as_of, dry_run=dry_run, progress=progress, firm=firm)


def import_jobs(
    engine: Engine,
    jobs: Sequence[Job],
    skipped: Sequence[Skipped] = (),
    *,
    as_of: dt.date,
    firm: Firm,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring planned jobs into the store, one transaction each; ``skipped``: what is told with them and is none."""
    answers, skipped = firm.answers, list(skipped)
    if answers.currency is None and answers.ask_currency and (unnamed := files_without_currency(jobs)):
        answers = replace(answers, currency=answers.ask_currency(unnamed, firm.currency))
        firm = replace(firm, answers=answers)
    doubts = Doubts(
        find_contradictions(jobs, firm.currency) if answers.currency is None else {}, find_points_in_doubt(jobs)
    )
    folder = None if dry_run else firm.rejects or rejects_folder()
    files: list[FileReport] = []
    not_taken: list[Run] = []
    with _told_by_us_alone(), _transactions(engine, dry_run) as transaction:
        for job in jobs:
            began_at = utc_now()
            try:
                kept = Rejects(folder, job.source.name, job.source.header, mended=job.source.path)
                with kept, transaction() as connection:
                    report = FileLoad(connection, job, kept, firm, as_of=as_of, doubts=doubts).run(
                        _telling(progress, job)
                    )
                    if report.has_changed_rows:
                        note_rows_changed(connection)
                    kept.settle()
                    report = replace(report, reject_file=str(kept.path) if kept.path else None)
                    note_run(connection, _run_of(report, began_at))
                files.append(report)
            except (ImportRefused, SQLAlchemyError, OSError) as error:
                skipped.append(Skipped(job.source.name, why := _in_one_line(error)))
                not_taken.append(Run(RunKind.IMPORT, job.source.name, began_at, utc_now(), failure=why))
        notes = _note_currency(transaction, firm.currency)
    if not dry_run:
        try:
            with engine.begin() as connection:
                settle_names(connection)
                for run in not_taken:
                    note_run(connection, run)
        except SQLAlchemyError as error:
            skipped.append(Skipped(tell("imports.index_of_names"), _in_one_line(error)))
    return ImportReport(as_of.isoformat(), dry_run, tuple(files), tuple(skipped), notes)


def _note_currency(transaction: Transaction, reporting: str | None) -> tuple[str, ...]:
    """That all amounts are in one currency which is not the firm's, so that no figure of money could be told."""
    if reporting is None:
        return ()
    try:
        with transaction() as connection:
            only = find_only_currency(connection, reporting)
    except SQLAlchemyError:
        log.warning("the currencies of the store could not be read", exc_info=True)
        return ()  # what became of each file is told all the same
    return (tell("import_notes.only_currency", currency=only, reporting=reporting),) if only else ()


def _run_of(report: FileReport, began_at: dt.datetime) -> Run:
    counts: dict[str, Any] = {effect.value: getattr(report, effect.value) for effect in Effect}
    return Run(
        RunKind.IMPORT,
        report.name,
        began_at,
        utc_now(),
        read=report.read,
        **counts,
        reject_file=report.reject_file,
        reasons=report.rejected_because,
    )


@contextmanager
def _told_by_us_alone() -> Iterator[None]:
    """The driver warns of a connection that went away besides raising it, which the report tells in one line."""
    driver = logging.getLogger("psycopg")
    before = driver.level
    driver.setLevel(logging.ERROR)
    try:
        yield
    finally:
        driver.setLevel(before)


@contextmanager
def _transactions(engine: Engine, dry_run: bool) -> Iterator[Transaction]:
    """One transaction a file; on a dry run one for all, undone at the end."""
    if not dry_run:
        yield lambda: transaction(engine)
        return
    with engine.connect() as connection:
        _prepare(connection)

        @contextmanager
        def same() -> Iterator[Connection]:
            yield connection

        try:
            yield same
        finally:
            connection.rollback()


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One writer at a time; all or nothing."""
    with engine.connect() as connection:
        _prepare(connection)
        with _committed(connection):
            yield connection


@contextmanager
def _committed(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _prepare(connection: Connection) -> None:
    """One writer at a time, from the first look-up on."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size=-{_SQLITE_CACHE_KIB}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _telling(progress: Progress | None, job: Job) -> Callable[[int, int], None]:
    def tell(done: int, lines: int) -> None:
        if progress:
            progress(job.source.name, done, job.source.bytes_total, lines)

    return tell


def _in_one_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return tell("imports.failed_disk_full")
    cause = (str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__])[0]
    if not isinstance(error, SQLAlchemyError):
        return cause
    for words, meaning in _MEANINGS:
        if words in cause:
            return tell(f"imports.failed_{meaning}")
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return tell("imports.failed_gone")
    return tell("imports.failed_refused", cause=cause)
