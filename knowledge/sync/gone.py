"""Rows that a source has no more: told by a sync that read all there are, and taken away as a file's deleted rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.cells.words import is_empty
from knowledge.imports.files.lines import places_of
from knowledge.imports.firm import Firm, manner_of
from knowledge.imports.jobs import Job
from knowledge.imports.loading import id_readers
from knowledge.imports.taking_back import can_go, remove_rows, stored_key
from knowledge.tables import Base


def find_gone(connection: Connection, jobs: Sequence[Job], firm: Firm) -> dict[str, list[str]]:
    """By table of ours, the stored keys of the jobs' system that are in none of them. Rows without an id never go."""
    there: dict[str, set[str]] = {}
    for job in jobs:
        for table, key in _keys_in(job, firm):
            there.setdefault(table, set()).add(key)
    systems = {job.mapping.system for job in jobs}
    return {
        table: [key for system in systems for key in _stored_keys(connection, table, system) if key not in keys]
        for table, keys in there.items()
    }


def remove_gone(
    connection: Connection, gone: Mapping[str, Sequence[str]], *, most_share: float
) -> tuple[dict[str, int], list[str]]:
    """Take them away; how many by table, and a line for each table of which too much would vanish at once.

    ``most_share``: the share of a table's rows beyond which nothing of it is taken away.
    """
    removed: dict[str, int] = {}
    held: list[str] = []
    for table, keys in gone.items():
        system = keys[0].partition(":")[0] if keys else ""
        stored = sum(1 for _ in _stored_keys(connection, table, system)) if keys else 0
        if keys and len(keys) > most_share * stored:
            held.append(
                f"{len(keys):,} of {stored:,} {table} are gone at the source: too much to be taken for granted, "
                "so they stay; where it is right, say --accept-gone"
            )
        elif count := remove_rows(connection, table, keys):
            removed[table] = count
    return removed, held


def _keys_in(job: Job, firm: Firm) -> Iterator[tuple[str, str]]:
    readers = [
        (rows.table, get)
        for rows, get in id_readers(job, places_of(job.source.header), manner_of(job, firm))
        if can_go(rows.table)
    ]
    for line in job.source.lines(lambda _done: None) if readers else ():
        for table, get in readers:
            try:
                row_id = get(line.cells)
            except CellUnclear:
                continue  # such a row was rejected, and is stored nowhere
            if not is_empty(row_id):
                yield table, stored_key(job.mapping.system, row_id)


def _stored_keys(connection: Connection, table: str, system: str) -> Iterator[str]:
    column = Base.metadata.tables[table].c.key
    query = select(column).where(column.startswith(f"{system}:", autoescape=True))
    yield from connection.execute(query).scalars()
