"""Loads one file in one transaction: lines in batches, each line into all of its tables or into the rejects."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.conditions import compile_condition
from knowledge.imports.deleted import cancelled_columns, deleted_columns
from knowledge.imports.derive import derive_purchases, settle_purchases
from knowledge.imports.drafts import Draft
from knowledge.imports.file_notes import read_as, remarks, shortened, shown_ties
from knowledge.imports.files.lines import Line, header_key, places_of
from knowledge.imports.filling import FillDown
from knowledge.imports.firm import Doubts, Firm, manner_of
from knowledge.imports.getting import build_getter
from knowledge.imports.jobs import Job
from knowledge.imports.mapping import Rows
from knowledge.imports.no_rows import OtherTable, repeats_header
from knowledge.imports.reading import LineReader, Manner
from knowledge.imports.references import References
from knowledge.imports.rejects import LINE, Rejects, as_it_was, name_without_mark
from knowledge.imports.report import Effect, FileReport
from knowledge.imports.resolving import Resolver
from knowledge.imports.tables import COMES_ALONG, TablePart
from knowledge.imports.taking_back import TakenBack
from knowledge.imports.telling import tell, told_here

_BATCH = 2_000
_STRENGTH = (Effect.ADDED, Effect.CHANGED, Effect.UNCHANGED)
WON_DEALS = "purchases from won deals"  # beside the tables of a report
Told = Callable[[int, int], None]  # bytes (or rows) done, lines read


class FileLoad:
    """One file on one connection."""

    def __init__(
        self,
        connection: Connection,
        job: Job,
        rejects: Rejects,
        firm: Firm,
        *,
        as_of: dt.date,
        doubts: Doubts | None = None,
    ) -> None:
        self._connection = connection
        self._job = job
        self._rejects = rejects
        self._header = places_of(job.source.header)
        self._line_at = self._header.get(LINE)
        source = _source_name(job)
        references = References(connection, job.mapping.system, source)
        self._manner = manner = manner_of(job, firm)
        doubts = doubts or Doubts()
        if not_firms := doubts.not_firms.get(job.mapping.system):
            told = {"cell": not_firms[0], "file": not_firms[1], "currency": firm.currency or ""}
            manner = replace(manner, firm_currency=None, not_firms=tell("import_cells.not_firms", **told))
        self._manner = manner = replace(manner, points_in_doubt=job.source.name in doubts.points)
        self._fill = _fill_down(job, self._header)
        self._repeats_header = repeats_header(job.source.header)
        self._other_table = OtherTable(job.source.header)
        self._unnamed = [place for place, name in enumerate(job.source.header) if not name.strip()]
        tables = {rows.table for rows in job.rule.rows}
        self._readers = [
            LineReader(rows, self._header, manner, comes_along=len(tables) > 1 and rows.table in COMES_ALONG)
            for rows in job.rule.rows
        ]
        self._parts = [
            TablePart(
                place,
                rows,
                job.mapping,
                connection=connection,
                source=source,
                as_of=as_of,
                is_beside=len(tables) > 1,
            )
            for place, rows in enumerate(job.rule.rows)
        ]
        self._resolvers = [Resolver(place, rows, references, connection) for place, rows in enumerate(job.rule.rows)]
        self._references = references
        self._left_out = [
            (compile_condition(rule.when, self._header), told_here(rule.because)) for rule in job.rule.leave_out
        ]
        self._left_out += [
            (holds, tell("import_notes.deleted", column=job.source.header[self._header[name]]))
            for name, holds in deleted_columns(self._header, _used(job))
        ]
        self._left_out += [
            (holds, tell("import_notes.cancelled", column=job.source.header[self._header[name]]))
            for name, holds in cancelled_columns(self._header, _used(job), tables)
        ]
        self._left_out_because: dict[str, int] = {}
        self._taken_back = TakenBack(connection, job.mapping.system, id_readers(job, self._header, manner))
        self._counts = dict.fromkeys(Effect, 0)

    def run(self, tell: Told) -> FileReport:
        """Read, write, and report."""
        started = time.perf_counter()
        done = 0

        def remember(count: int) -> None:
            nonlocal done
            done = count

        lines = iter(self._job.source.lines(remember))
        while batch := list(islice(lines, _BATCH)):
            self._load(batch)
            tell(done, sum(self._counts.values()))
        notes = [note for resolver in self._resolvers for note in resolver.finish()]
        derived = self._derive()
        tell(self._job.source.bytes_total, sum(self._counts.values()))
        return self._report(notes, derived, time.perf_counter() - started)

    def _load(self, batch: list[Line]) -> None:
        drafts = [self._read(line) for line in batch]
        written_here = {rows.table for rows in self._job.rule.rows}
        for resolver in self._resolvers:
            resolver.resolve(drafts, written_here=written_here, inner=False)
        for resolver, part in zip(self._resolvers, self._parts, strict=True):
            resolver.resolve(drafts, written_here=written_here, inner=True)
            part.store(drafts)
            self._references.forget(part.rows.table)
        self._taken_back.carry_out()
        for draft in drafts:
            self._count(draft)

    def _read(self, line: Line) -> Draft:
        if self._line_at is not None:
            line = line._replace(number=_first_line(line, self._line_at), cells=[as_it_was(c) for c in line.cells])
        if line.broken is None and self._repeats_header(line.cells):
            line = line._replace(broken=tell("imports.header_again"))
        if line.broken is None and (told := self._other_table.meet(line)):
            line = line._replace(broken=told)
        if self._unnamed:
            self._manner.noticed.note_unnamed(self._unnamed, line.cells)
        if self._fill and not line.broken:
            line = line._replace(cells=self._fill.apply(line.cells))
        draft = Draft(line, [None] * len(self._readers), reason=line.broken)
        if line.broken or self._is_left_out(line):
            return draft
        for place, reader in enumerate(self._readers):
            try:
                draft.parts[place] = reader.read(line.cells)
            except CellUnclear as unclear:
                draft.reject(place, str(unclear))
        return draft

    def _is_left_out(self, line: Line) -> bool:
        for holds, because in self._left_out:
            if holds(line.cells):
                self._left_out_because[because] = self._left_out_because.get(because, 0) + 1
                self._taken_back.note(line.cells)
                return True
        return False

    def _count(self, draft: Draft) -> None:
        if draft.reason is not None or draft.failed:
            self._rejects.add(draft.line.number, draft.reason or self._reason(draft), draft.line.cells)
            self._counts[Effect.REJECTED] += 1
        else:
            strongest = next((effect for effect in _STRENGTH if effect in draft.effects), Effect.LEFT_OUT)
            self._counts[strongest] += 1

    def _reason(self, draft: Draft) -> str:
        """Why, and for a line of several tables also where; what is good of it is in the store."""
        failed = draft.failed or {}
        if len({part.rows.table for part in self._parts}) == 1:
            return next(iter(failed.values()))
        return "; ".join(f"{self._parts[place].rows.table}: {why}" for place, why in failed.items())

    def _derive(self) -> dict[str, int] | None:
        tables = {rows.table for rows in self._job.rule.rows}
        if self._job.mapping.purchases_from_won_deals and tables & {"deals", "deal_lines"}:
            return derive_purchases(self._connection, self._job.mapping.system)
        if self._job.mapping.is_own and tables & {"deals", "deal_lines", "purchases", "subscriptions"}:
            return settle_purchases(self._connection, self._job.mapping.system)
        return None

    def _report(self, notes: list[str], derived: dict[str, int] | None, seconds: float) -> FileReport:
        tables: dict[str, dict[str, int]] = {}
        for part in self._parts:
            counts = tables.setdefault(part.rows.table, {})
            for effect, count in part.counts.items():
                counts[effect.value] = counts.get(effect.value, 0) + count
        for name, count in self._taken_back.removed.items():
            tables[name]["removed"] = count
        if derived is not None:
            tables[WON_DEALS] = derived
        read = sum(self._counts.values())
        return FileReport(
            self._job.source.name,
            read,
            **{effect.value: self._counts[effect] for effect in Effect},
            tables=tables,
            reject_file=str(self._rejects.path) if self._rejects.path else None,
            reasons=self._rejects.reasons,
            notes=shortened([*self._job.source.read_as.notes, *self._remarks(), *notes]),
            read_as=read_as(self._job, self._manner),
            left_out_because=dict(self._left_out_because),
            rejected_because=dict(self._rejects.counts.most_common()),
            new_words=tuple(self._manner.noticed.new_words()),
            unused_columns=self._job.unused,
            seconds=round(seconds, 3),
            rows_per_second=round(read / seconds) if seconds else 0,
        )

    def _remarks(self) -> Iterator[str]:
        noticed, removed = self._manner.noticed, self._taken_back.removed
        yield from remarks(self._job, noticed, left_out=self._left_out_because, removed=removed)
        for part in self._parts:
            yield from part.notes()
        yield from shown_ties([tie for part in self._parts for tie in part.ties()])


def id_readers(
    job: Job, header: Mapping[str, int], manner: Manner
) -> Iterator[tuple[Rows, Callable[[Sequence[str]], str]]]:
    """For each table that lines of the file fill, how the id of its row is read."""
    for rows in job.rule.rows:
        column = rows.canonical.column("id")
        if column and (get := build_getter(rows, column, header, manner.noticed)):
            yield rows, lambda cells, get=get: manner.read_id(get(cells))  # type: ignore[misc]


def _fill_down(job: Job, header: dict[str, int]) -> FillDown | None:
    filled = job.rule.fill_down
    return FillDown(filled.columns, filled.within, header) if filled else None


def _used(job: Job) -> set[str]:
    """Columns that the mapping itself reads."""
    named = [name for rule in job.rule.leave_out for name in rule.when]
    for rows in job.rule.rows:
        named += [*rows.when, *rows.unless, *(name for names in rows.columns.values() for name in names)]
    return {header_key(name) for name in named}


def _source_name(job: Job) -> str:
    path = Path(job.source.name)
    return path.with_name(f"{name_without_mark(path.stem)}{path.suffix}").as_posix()[-200:]


def _first_line(line: Line, place: int) -> int:
    """A mended row keeps the line it had in its own file."""
    text = line.cells[place] if place < len(line.cells) else ""
    return int(text) if text.isdecimal() else line.number
