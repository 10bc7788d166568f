"""The sync: pull each table of a source, load what was pulled as a file would be, then note how far it was read."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Engine

from knowledge.errors import OsusumeError, SourceRefused
from knowledge.imports.files.json_records import open_json
from knowledge.imports.firm import Firm
from knowledge.imports.jobs import Job
from knowledge.imports.mapping_files import find_mapping
from knowledge.imports.plan import plan_sources
from knowledge.imports.report import ImportReport
from knowledge.imports.run import Progress, import_jobs, transaction
from knowledge.imports.telling import telling_in
from knowledge.kernel.materialized import note_rows_changed
from knowledge.sync.declared import Source
from knowledge.sync.gone import find_gone, remove_gone
from knowledge.sync.report import SourceReport
from knowledge.sync.rules import SyncRules
from knowledge.sync.source_kind import OpenedSource
from knowledge.sync.staging import Staged, claim_source, drop_staged, keep_last, stage, staging_folder
from knowledge.sync.state import ALL_TABLES, TableState, load_states, save_states
from knowledge.sync.writing.run import WRITES, write_back
from knowledge.sync.writing.run import Report as Written

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class How:
    """How a sync is made. ``is_full``: read all rows, also where only the changed ones are due.

    ``accepts_gone``: take rows away that the source has no more, however many. ``dry_run``: nothing is written.
    ``language``: what an import says of the rows is told in it.
    """

    rules: SyncRules
    firm: Firm = field(default_factory=Firm)
    is_full: bool = False
    accepts_gone: bool = False
    dry_run: bool = False
    progress: Progress | None = None
    language: str = "en"


def sync_sources(
    engine: Engine, sources: Sequence[Source], how: How, *, clock: Callable[[], dt.datetime]
) -> Iterator[SourceReport]:
    """Sync one source after the other; one that fails does not keep the others from it."""
    for source in sources:
        try:
            with telling_in(how.language):
                report = _sync(engine, source, how, clock())
            yield report
        except OsusumeError as refused:
            yield _fail(engine, source, str(refused), how, clock())
        except Exception:
            log.exception("source %s cannot be synced", source.name)
            yield _fail(engine, source, f"{source.name}: cannot be synced; the log says why", how, clock())


def _fail(engine: Engine, source: Source, why: str, how: How, now: dt.datetime) -> SourceReport:
    if not how.dry_run:
        with engine.begin() as connection:
            known = {state.name: state for state in load_states(connection, source.name)}
            state = known.get(ALL_TABLES) or TableState(source.name, ALL_TABLES, now)
            save_states(connection, source.name, [state.fails(why, at=now)])
    return SourceReport(source.name, failures={ALL_TABLES: why})


def _sync(engine: Engine, source: Source, how: How, now: dt.datetime) -> SourceReport:
    folder = staging_folder(engine, source.name)
    with claim_source(engine, folder, source.name) as is_ours:
        if not is_ours:
            return SourceReport(source.name, is_busy=True)
        report = _Sync(engine, source, how, now, folder).run()
        return _with_writes(report, write_back(engine, source, now=now, dry_run=how.dry_run))


def _with_writes(report: SourceReport, written: Written) -> SourceReport:
    failures = report.failures | ({WRITES: written.failure} if written.failure else {})
    return replace(report, failures=failures, notes=(*report.notes, *written.lines))


class _Sync:
    """One source, which nobody else syncs meanwhile."""

    def __init__(self, engine: Engine, source: Source, how: How, now: dt.datetime, folder: Path) -> None:
        self._engine, self._source, self._how, self._now, self._folder = engine, source, how, now, folder
        with engine.connect() as connection:
            self._states = {state.name: state for state in load_states(connection, source.name)}
        self._staged: dict[str, Staged] = {}
        self._failures: dict[str, str] = {}
        self._full: set[str] = set()
        self._notes: list[str] = []

    def run(self) -> SourceReport:
        with self._source.open() as opened:
            for table in opened.tables:
                self._pull(opened, table)
        imported, jobs = self._load()
        gone = self._remove_gone(jobs)
        if not self._how.dry_run:
            with self._engine.begin() as connection:
                save_states(connection, self._source.name, self._new_states(jobs))
        for table in self._staged:
            drop_staged(self._folder, table)
        full = tuple(sorted(self._full))
        return SourceReport(self._source.name, imported, full, self._failures, gone, tuple(self._notes))

    def _pull(self, opened: OpenedSource, table: str) -> None:
        state = self._states.get(table)
        if self._how.is_full or state is None or self._is_full_due(state):
            self._full.add(table)
        since = state.cursor if state and table not in self._full else None
        try:
            staged = stage(opened, table, self._folder, since=since, now=self._now)
            if self._source.kind.key:
                keep_last(staged.path, self._source.kind.key)
            self._staged[table] = staged
        except SourceRefused as refused:
            self._failures[table] = str(refused)
            if not refused.may_resume:
                drop_staged(self._folder, table)

    def _is_full_due(self, state: TableState) -> bool:
        hours = self._source.declared.full_every_hours or self._how.rules.full_every_hours
        return state.cursor is None or state.full_at is None or self._now - state.full_at >= dt.timedelta(hours=hours)

    def _load(self) -> tuple[ImportReport | None, dict[str, Job]]:
        """The jobs that went into the store, by table of the source."""
        name = self._source.name
        mapping = find_mapping(self._source.mapping) if self._source.mapping else None
        sources = [
            open_json(staged.path, f"{name}/{table}") for table, staged in self._staged.items() if staged.records
        ]
        jobs, skipped = plan_sources(sources, mapping, system=self._source.system)
        if not sources:
            return None, {}
        report = import_jobs(
            self._engine,
            jobs,
            skipped,
            as_of=self._now.date(),
            firm=self._how.firm,
            dry_run=self._how.dry_run,
            progress=self._how.progress,
        )
        for skip in report.skipped:
            table, told = skip.name.removeprefix(f"{name}/"), f"{skip.name}: {skip.reason}"
            if table in self._staged:
                self._failures[table] = told
            else:
                self._notes.append(told)
        loaded = {file.name for file in report.files}
        return report, {job.source.stem: job for job in jobs if job.source.name in loaded}

    def _remove_gone(self, jobs: dict[str, Job]) -> dict[str, int]:
        """Of each of our tables that this sync has read all of, what the source has no more."""
        partly = {
            ours
            for table, state in self._states.items()
            if table not in jobs or table not in self._full
            for ours in state.feeds
        }
        partly |= {rows.table for table, job in jobs.items() if table not in self._full for rows in job.rule.rows}
        wholly = [job for table, job in jobs.items() if table in self._full]
        with transaction(self._engine) as connection:
            gone = find_gone(connection, wholly, self._how.firm)
            gone = {ours: keys for ours, keys in gone.items() if keys and ours not in partly}
            if self._how.dry_run:
                return {ours: len(keys) for ours, keys in gone.items()}
            most = 1.0 if self._how.accepts_gone else self._how.rules.most_gone_share
            removed, held = remove_gone(connection, gone, most_share=most)
            if removed:
                note_rows_changed(connection)
        self._notes += held
        return removed

    def _new_states(self, jobs: dict[str, Job]) -> Iterator[TableState]:
        for table in {**self._staged, **self._failures}:
            state = self._states.get(table) or TableState(self._source.name, table, self._now)
            if why := self._failures.get(table):
                yield state.fails(why, at=self._now)
                continue
            staged, job = self._staged[table], jobs.get(table)
            feeds = dict.fromkeys(rows.table for rows in job.rule.rows) if job else ()
            cursor = state.cursor if staged.cursor is None else staged.cursor
            yield state.succeeds(at=staged.at, cursor=cursor, is_full=table in self._full, feeds=feeds)
