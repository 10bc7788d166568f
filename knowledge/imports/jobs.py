"""One source and what its rows become, held against the columns that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.errors import ImportRefused
from knowledge.imports.canonical import ORDER, Kind
from knowledge.imports.cells.amount_names import read_amount_name
from knowledge.imports.deleted import marks_deleted
from knowledge.imports.files.lines import Source, header_key
from knowledge.imports.fitting import keys_of
from knowledge.imports.formulas import column_names
from knowledge.imports.getting import composed_names
from knowledge.imports.mapping import FileRule, Mapping, Rows
from knowledge.imports.rejects import LINE, REASON
from knowledge.imports.telling import nearest_hint, tell


@dataclass(frozen=True)
class Job:
    """One source, what its rows become, and columns that nothing is made of."""

    source: Source
    mapping: Mapping
    rule: FileRule
    unused: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """Tables that others refer to come first."""
        ranks = [ORDER[rows.table] for rows in self.rule.rows]
        return min(ranks), max(ranks)


def checked(job: Job) -> Job:
    """Every column that the mapping names is there; with ``columns_may_lack``, those that must be filled."""
    header = {header_key(name) for name in job.source.header}
    for rows in job.rule.rows:
        must = {column.name for column in rows.canonical.columns if column.required and column.default is None}
        for ours, theirs in rows.columns.items():
            if any(header_key(name) in header for name in theirs):
                continue
            if ours in must - rows.constants.keys() or not job.mapping.columns_may_lack:
                near = nearest_hint(theirs[0], job.source.header)
                told = {"file": job.source.name, "column": theirs[0], "ours": f"{rows.table}.{ours}"}
                message = tell("import_mapping.no_named_column", **told)
                raise ImportRefused(f"{message}{near}", file=job.source.name, column=theirs[0])
        _check_conditions(job, rows.when.keys() | rows.unless.keys(), header)
        named = [name for text in rows.computed.values() for name in column_names(text)]
        _check_conditions(job, [*named, *(n for text in rows.compose.values() for n in composed_names(text))], header)
    _check_conditions(job, job.rule.fill_down.columns if job.rule.fill_down else (), header)
    _check_conditions(job, {name for rule in job.rule.leave_out for name in rule.when}, header)
    rows_there = tuple(_pruned(rows, header) for rows in job.rule.rows)
    return replace(job, rule=job.rule.model_copy(update={"rows": rows_there}), unused=_unused(job))


def _unused(job: Job) -> tuple[str, ...]:
    """Columns of the file that nothing is made of."""
    used = {LINE, REASON}
    for rows in job.rule.rows:
        used |= keys_of([*rows.when, *rows.unless, *(name for names in rows.columns.values() for name in names)])
        used |= keys_of(name for text in rows.compose.values() for name in composed_names(text))
        used |= keys_of(name for text in rows.computed.values() for name in column_names(text))
    used |= keys_of(name for rule in job.rule.leave_out for name in rule.when)
    return tuple(
        name for name in job.source.header if name.strip() and header_key(name) not in used and not marks_deleted(name)
    )


def _pruned(rows: Rows, header: set[str]) -> Rows:
    """Without the columns that this file lacks: what it does not tell must not be overwritten."""
    there = {
        ours: theirs for ours, theirs in rows.columns.items() if any(header_key(name) in header for name in theirs)
    }
    return rows.model_copy(update={"columns": there})


def _check_conditions(job: Job, names: Iterable[str], header: set[str]) -> None:
    for name in sorted(names):
        if header_key(name) not in header and not job.mapping.columns_may_lack:
            near = nearest_hint(name, job.source.header)
            message = tell("import_mapping.no_read_column", file=job.source.name, column=name)
            raise ImportRefused(f"{message}{near}", file=job.source.name)


def files_without_currency(jobs: Sequence[Job]) -> list[str]:
    """Files with amounts for which neither a column nor the mapping names a currency."""
    found = []
    for job in jobs:
        told = job.rule.currency or job.mapping.currency
        for rows in job.rule.rows:
            silent = {
                ours for ours, theirs in rows.columns.items() if not all(read_amount_name(n).sign for n in theirs)
            }
            named = silent | rows.constants.keys() | rows.computed.keys()
            has_amount = any(c.kind is Kind.AMOUNT and c.name in named for c in rows.canonical.columns)
            if has_amount and not told and "currency" not in rows.columns.keys() | rows.constants.keys():
                found.append(job.source.name)
                break
    return found
