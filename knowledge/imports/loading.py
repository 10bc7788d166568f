"""Loads one file in one transaction: lines in batches, each line into all of its tables or into the rejects."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from knowledge.imports.answers import Answers
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import read_id, read_salesforce_id
from knowledge.imports.conditions import compile_condition
from knowledge.imports.deleted import deleted_columns
from knowledge.imports.derive import derive_purchases, settle_purchases
from knowledge.imports.drafts import Draft
from knowledge.imports.files.lines import Line, header_key
from knowledge.imports.filling import FillDown
from knowledge.imports.getting import build_getter
from knowledge.imports.mapping import Rows
from knowledge.imports.no_rows import repeats_header
from knowledge.imports.plan import OWN, Job
from knowledge.imports.reading import LineReader, Manner
from knowledge.imports.references import References
from knowledge.imports.rejects import LINE, Rejects, as_it_was, name_without_mark
from knowledge.imports.report import Effect, FileReport
from knowledge.imports.resolving import Resolver
from knowledge.imports.tables import COMES_ALONG, TablePart
from knowledge.imports.taking_back import TakenBack

_BATCH = 2_000
_MOST_NOTES = 60
_TIES_SHOWN = 10
_STRENGTH = (Effect.ADDED, Effect.CHANGED, Effect.UNCHANGED)
Told = Callable[[int, int], None]  # bytes (or rows) done, lines read


@dataclass(frozen=True)
class Firm:
    """What holds for our own firm's files where neither they nor the mapping say. ``rejects``: folder for bad rows."""

    currency: str | None = None
    timezone: str | None = None
    fiscal_year_starts: int = 4
    rejects: Path | None = None
    answers: Answers = field(default_factory=Answers)


@dataclass(frozen=True)
class Doubts:
    """What the amounts of the files leave open. ``not_firms``: by system, one that cannot be in the firm's currency.

    ``points``: files in which a point may stand between thousands.
    """

    not_firms: Mapping[str, str] = field(default_factory=dict)
    points: frozenset[str] = frozenset()


class FileLoad:
    """One file on one connection."""

    def __init__(
        self, connection: Connection, job: Job, rejects: Rejects, firm: Firm, *, doubts: Doubts | None = None
    ) -> None:
        self._connection = connection
        self._job = job
        self._rejects = rejects
        self._header = {header_key(name): place for place, name in reversed(list(enumerate(job.source.header)))}
        self._line_at = self._header.get(LINE)
        source = _source_name(job)
        references = References(connection, job.mapping.system, source)
        self._manner = manner = _manner(job, firm)
        doubts = doubts or Doubts()
        if not_firms := doubts.not_firms.get(job.mapping.system):
            manner = replace(manner, firm_currency=None, not_firms=f"{not_firms} is not {firm.currency}")
        self._manner = manner = replace(manner, points_in_doubt=job.source.name in doubts.points)
        self._fill = _fill_down(job, self._header)
        self._repeats_header = repeats_header(job.source.header)
        tables = {rows.table for rows in job.rule.rows}
        self._readers = [
            LineReader(rows, self._header, manner, comes_along=len(tables) > 1 and rows.table in COMES_ALONG)
            for rows in job.rule.rows
        ]
        self._parts = [
            TablePart(place, rows, job.mapping, connection=connection, source=source, is_beside=len(tables) > 1)
            for place, rows in enumerate(job.rule.rows)
        ]
        self._resolvers = [Resolver(place, rows, references, connection) for place, rows in enumerate(job.rule.rows)]
        self._references = references
        self._left_out = [(compile_condition(rule.when, self._header), rule.because) for rule in job.rule.leave_out]
        self._left_out += [
            (holds, f"deleted or archived where it comes from ({job.source.header[self._header[name]]})")
            for name, holds in deleted_columns(self._header, _used(job))
        ]
        self._left_out_because: dict[str, int] = {}
        self._taken_back = TakenBack(connection, job.mapping.system, _ids(job, self._header, manner))
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
            line = line._replace(broken="holds the column names once more")
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
        if self._job.mapping is OWN and tables & {"deals", "deal_lines", "purchases", "subscriptions"}:
            return settle_purchases(self._connection, OWN.system)
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
            tables["purchases from won deals"] = derived
        read = sum(self._counts.values())
        return FileReport(
            self._job.source.name,
            read,
            **{effect.value: self._counts[effect] for effect in Effect},
            tables=tables,
            reject_file=str(self._rejects.path) if self._rejects.path else None,
            reasons=self._rejects.reasons,
            notes=_shortened([*self._job.source.read_as.notes, *self._remarks(), *notes]),
            read_as=self._read_as(),
            left_out_because=dict(self._left_out_because),
            rejected_because=dict(self._rejects.counts.most_common()),
            new_words=tuple(self._manner.noticed.new_words()),
            unused_columns=self._job.unused,
            seconds=round(seconds, 3),
            rows_per_second=round(read / seconds) if seconds else 0,
        )

    def _read_as(self) -> dict[str, str]:
        """How the file was read, as far as it could have been read otherwise."""
        found, manner = self._job.source.read_as, self._manner
        times = []
        if manner.noticed.zoned_times:
            times.append(f"times without a zone are in {manner.times_in or 'UTC'}")
        if manner.noticed.bare_times:
            times.append("times without a zone stay on the day written")
        if times and manner.timezone:
            times.append(f"times with one are days in {manner.timezone}")
        told = {
            "system": self._job.mapping.system,
            "encoding": found.encoding,
            "delimiter": found.delimiter,
            "header_line": str(found.header_line) if found.header_line else None,
            "currency": manner.noticed.money(),
            "dates": ", ".join(manner.date_formats) or None,
            "times": "; ".join(times) or None,
        }
        return {name: value for name, value in told.items() if value}

    def _remarks(self) -> Iterable[str]:
        if self._job.unused:
            yield f"columns not used: {', '.join(self._job.unused)}"
        for because, count in self._left_out_because.items():
            yield f"{count} left out: {because}"
        for name, count in self._taken_back.removed.items():
            yield f"{count:,} {name} of an earlier import are gone with the lines left out"
        noticed = self._manner.noticed
        yield from noticed.new_words()
        yield from _named_twice(self._job)
        if noticed.rounded:
            yield f"{noticed.rounded:,} amounts were rounded: their currency has no decimals"
        if noticed.entities:
            yield f"{noticed.entities:,} cells held HTML entities such as &amp;; they are read as the letters they mean"
        if noticed.mojibake:
            yield (
                f"{len(noticed.mojibake):,} cells look as if a program once read them in a wrong encoding, such as "
                f"{noticed.mojibake[0]!r}; they stay as they are, export them again"
            )
        for zone, count in noticed.unclear_zones.items():
            yield f"{count:,} times are in {zone}, which may be several zones; they stay on the day written"
        for part in self._parts:
            yield from part.notes()
        ties = [tie for part in self._parts for tie in part.ties()]
        yield from ties[:_TIES_SHOWN]
        if len(ties) > _TIES_SHOWN:
            yield f"{len(ties):,} ids were tied to what another system had; all of them: osusume accounts ties"


def _manner(job: Job, firm: Firm) -> Manner:
    mapping, rule = job.mapping, job.rule
    return Manner(
        currency=rule.currency or mapping.currency or firm.answers.currency,
        firm_currency=firm.currency,
        timezone=mapping.timezone or firm.timezone,
        times_in=rule.times_in or mapping.times_in,
        date_formats=(*rule.date_format, *mapping.date_format),
        decimal_mark=rule.decimal_mark or mapping.decimal_mark or ".",
        fiscal_year_starts=mapping.fiscal_year_starts or firm.fiscal_year_starts,
        amounts_are_minor=rule.amounts == "minor",
        null_words=frozenset(header_key(word) for word in (*rule.null_words, *mapping.null_words)),
        read_id=read_salesforce_id if mapping.ids == "salesforce" else read_id,
    )


def _ids(job: Job, header: dict[str, int], manner: Manner) -> Iterator[tuple[Rows, Callable[[Sequence[str]], str]]]:
    """For each table that lines of the file fill, how the id of its row is read."""
    for rows in job.rule.rows:
        column = rows.canonical.column("id")
        if column and (get := build_getter(rows, column, header, manner.noticed)):
            yield rows, lambda cells, get=get: manner.read_id(get(cells))  # type: ignore[misc]


def _fill_down(job: Job, header: dict[str, int]) -> FillDown | None:
    filled = job.rule.fill_down
    return FillDown(filled.columns, filled.within, header) if filled else None


def _named_twice(job: Job) -> Iterator[str]:
    """Columns of one name, of which only the first is read."""
    counts = Counter(header_key(name) for name in job.source.header if name.strip())
    for name in dict.fromkeys(job.source.header):
        if counts.pop(header_key(name), 0) > 1:
            yield f"column {name!r} stands more than once; the first is used"


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


def _shortened(notes: list[str]) -> tuple[str, ...]:
    more = [f"and {len(notes) - _MOST_NOTES} more"] if len(notes) > _MOST_NOTES else []
    return (*notes[:_MOST_NOTES], *more)
