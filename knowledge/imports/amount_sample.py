"""Amounts in the first lines of a file, looked at before it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge.imports.canonical import Kind
from knowledge.imports.files.lines import header_key
from knowledge.imports.jobs import Job

_LOOKED_AT = 500  # lines


def amount_places(job: Job) -> list[int]:
    """Where the columns of a file stand that hold whole amounts or prices; not those given in thousands."""
    header = {header_key(name): place for place, name in reversed(list(enumerate(job.source.header)))}
    names = {
        name
        for rows in job.rule.rows
        for column in rows.canonical.columns
        if column.kind is Kind.AMOUNT and column.name not in rows.scale
        for name in rows.columns.get(column.name, ())
    }
    return [header[key] for name in sorted(names) if (key := header_key(name)) in header]


def sample_cells(job: Job, places: Sequence[int]) -> Iterator[str]:
    """The cells at these places, line by line."""
    if not places:
        return
    for line in islice(job.source.lines(lambda _: None), _LOOKED_AT):
        if line.broken is None:
            yield from (line.cells[place] for place in places)
