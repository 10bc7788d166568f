"""Writes what was told to a system; before, that it is about to, so that a killed one looks there and never doubles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy import Engine

from knowledge.errors import SourceRefused
from knowledge.imports.mapping_files import find_mapping
from knowledge.kernel.audit import append_audit
from knowledge.sync.declared import Source
from knowledge.sync.state import TableState, load_states, save_state
from knowledge.sync.writing.declared import Entry, Writer, WritingDeclaration, Written
from knowledge.sync.writing.states import Kept, State, digest_of, forget, keep, load_kept
from knowledge.sync.writing.told import Change, entry_of, find_told, newest_change

WRITES = "writes"
"""Stands beside the tables of a source for what is written to it."""
_TIME_TO_UNDO = dt.timedelta(minutes=2)  # what is taken back within goes nowhere
_UNTIL_KNOWN = dt.timedelta(minutes=1)  # what was asked for may still be on its way
_LONGEST = dt.timedelta(days=90)  # what is undone later is not taken back there
_SHOWN = 80  # letters of what was told
_MOST_REFUSED = 3  # a run; beyond, the next tries again


@dataclass
class Report:
    """``lines``: what was done, or would be; ``failure``: why some of it was not."""

    lines: list[str] = field(default_factory=list)
    failure: str | None = None


def write_back(engine: Engine, source: Source, *, now: dt.datetime, dry_run: bool) -> Report:
    """Write what was told since writing was switched on, and take back what was undone. The source is claimed."""
    declared, opens = source.declared, source.kind.writer
    if not isinstance(declared, WritingDeclaration) or not declared.writes or opens is None:
        return Report()
    with engine.connect() as connection:
        state = {state.name: state for state in load_states(connection, source.name)}.get(WRITES)
    if state is None or not isinstance(state.cursor, int):
        return _switch_on(engine, source, declared, now=now, dry_run=dry_run)
    due = _find_due(engine, source, declared, after=state.cursor, now=now)
    if dry_run:
        return Report([_shown("would write to", source, each.entry) for each in due if not each.change.is_undone])
    report = Report()
    if due:
        with opens(declared, source.secrets()) as writer:
            report = _Run(engine, source, writer, now).run(due)
    with engine.begin() as connection:
        well = replace(state, tried_at=now, failed_at=None, failure=None)
        save_state(connection, state.fails(report.failure, at=now) if report.failure else well)
    return report


class Due(NamedTuple):
    """A change that is to be written or taken back."""

    change: Change
    entry: Entry
    kept: Kept | None


def _find_due(
    engine: Engine, source: Source, declared: WritingDeclaration, *, after: int, now: dt.datetime
) -> list[Due]:
    system = find_mapping(source.mapping).system if source.mapping else source.system
    due: list[Due] = []
    with engine.connect() as connection:
        known = load_kept(connection, source.name)
        for change in find_told(connection, after=after, since=now - _LONGEST, until=now - _TIME_TO_UNDO):
            kept = known.get(change.id)
            becomes = kept.becomes if kept else declared.writes.get(change.kind)
            if becomes and _is_due(change, kept, now) and (entry := entry_of(connection, system, change, becomes)):
                due.append(Due(change, entry, kept))
    return due


def _is_due(change: Change, kept: Kept | None, now: dt.datetime) -> bool:
    if kept is None:
        return not change.is_undone
    if kept.state is State.WRITING:
        return now - kept.at >= _UNTIL_KNOWN
    return kept.state is State.WRITTEN and change.is_undone


def _switch_on(
    engine: Engine, source: Source, declared: WritingDeclaration, *, now: dt.datetime, dry_run: bool
) -> Report:
    """Nothing that was told before is written: it is shown what will be from now on."""
    chosen = ", ".join(f"{kind} as {becomes}" for kind, becomes in declared.writes.items())
    if not dry_run:
        with engine.begin() as connection:
            save_state(connection, TableState(source.name, WRITES, now, cursor=newest_change(connection)))
    return Report([f"what is told from now on goes to {source.name}: {chosen}"])


class _Run:
    """One after the other; what is refused keeps nothing else back."""

    def __init__(self, engine: Engine, source: Source, writer: Writer, now: dt.datetime) -> None:
        self._engine, self._source, self._writer, self._now = engine, source, writer, now
        self._report = Report()

    def run(self, due: Sequence[Due]) -> Report:
        refusals: list[str] = []
        for each in due:
            try:
                self._settle(each)
            except SourceRefused as refused:
                refusals.append(str(refused))
                if refused.may_resume or len(refusals) == _MOST_REFUSED:
                    break
        self._report.failure = refusals[0] if refusals else None
        return self._report

    def _settle(self, due: Due) -> None:
        change, entry, kept = due
        if kept is not None and kept.state is State.WRITTEN:
            self._take_back(due, str(kept.written_id), str(kept.digest))
            return
        found = self._writer.find(entry) if kept else None
        if found is None and change.is_undone:
            self._keep(due, State.UNDONE)
            return
        self._keep(due, State.WRITTEN, found or self._write(due), act="crm.written")
        self._report.lines.append(_shown("wrote to", self._source, entry))

    def _write(self, due: Due) -> Written:
        self._keep(due, State.WRITING)
        try:
            return self._writer.write(due.entry)
        except SourceRefused as refused:
            if not refused.may_resume:
                with self._engine.begin() as connection:
                    forget(connection, self._source.name, due.change.id)
            raise

    def _take_back(self, due: Due, written_id: str, digest: str) -> None:
        """What somebody has changed there since is theirs, and stays."""
        there = self._writer.read(written_id, due.entry.becomes)
        if there is not None and digest_of(there) != digest:
            self._keep(due, State.CONFLICT, act="crm.left")
            what = "undone here, but changed there since, so it stays in"
        else:
            if there is not None:
                self._writer.remove(written_id, due.entry.becomes)
            self._keep(due, State.UNDONE, act="crm.taken_back")
            what = "took back from"
        self._report.lines.append(_shown(what, self._source, due.entry))

    def _keep(self, due: Due, state: State, written: Written | None = None, *, act: str | None = None) -> None:
        source, change, becomes = self._source.name, due.change, due.entry.becomes
        with self._engine.begin() as connection:
            keep(connection, source, change.id, state, becomes=becomes, at=self._now, written=written)
            if act:
                facts = {"source": source, "change": change.id, "as": becomes, "id": written.id if written else None}
                told = {"at": self._now, "person_key": None, "place": "sync", "account_id": change.account_id}
                append_audit(connection, act=act, facts=facts, **told)  # type: ignore[arg-type]


def _shown(what: str, source: Source, entry: Entry) -> str:
    text = entry.text if len(entry.text) <= _SHOWN else f"{entry.text[:_SHOWN]}…"
    by = f", told by {entry.teller}" if entry.teller else ""
    return f"{what} {source.name}, {entry.becomes} on {entry.customer}{by}: {text}"
