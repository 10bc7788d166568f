"""Where a change will go, for whoever made it to know before it does."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from knowledge.imports.mapping_files import find_mapping
from knowledge.sync.declared import Source, find_sources
from knowledge.sync.state import load_states
from knowledge.sync.writing.declared import Becomes, WritingDeclaration
from knowledge.sync.writing.run import WRITES
from knowledge.sync.writing.told import kind_told, their_customer
from knowledge.tables import AuditEntry


def find_destinations(connection: Connection, change: int) -> Iterator[tuple[str, Becomes]]:
    """Each source that this change is written to, by its name, and what it becomes there."""
    sources, _broken = find_sources()
    writing = [each for each in sources if isinstance(each.declared, WritingDeclaration) and each.declared.writes]
    if not writing:
        return
    columns = (AuditEntry.act, AuditEntry.facts, AuditEntry.account_id)
    row = connection.execute(select(*columns).where(AuditEntry.id == change)).one()
    kind = kind_told(row.act, row.facts)
    for source in writing:
        becomes = source.declared.writes.get(kind) if isinstance(source.declared, WritingDeclaration) and kind else None
        if becomes and _is_on(connection, source) and their_customer(connection, _system(source), row.account_id):
            yield source.name, becomes


def _is_on(connection: Connection, source: Source) -> bool:
    return any(state.name == WRITES for state in load_states(connection, source.name))


def _system(source: Source) -> str:
    return find_mapping(source.mapping).system if source.mapping else source.system
