"""All that is kept of somebody, row by row, for them to have."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Table, or_, select

from knowledge.privacy.queries.rows import find_mentions, own_condition, refers_to
from knowledge.privacy.queries.tables import searched
from knowledge.privacy.subject import Subject

Rows = dict[str, list[dict[str, Any]]]


def export_rows(connection: Connection, subject: Subject) -> Rows:
    """By table: their own rows, those that refer to them, and those whose words name them."""
    named: dict[Table, list[dict[str, Any]]] = {}
    for found in find_mentions(connection, subject):
        named.setdefault(found.table, []).append(dict(found.identity))
    rows: Rows = {}
    for table in searched():
        kept = _theirs(connection, table, subject)
        known = {_identity(table, row) for row in kept}
        for identity in named.get(table, ()):
            where = [table.c[name] == value for name, value in identity.items()]
            row = connection.execute(select(table).where(*where)).mappings().one()
            if _identity(table, dict(row)) not in known:
                kept.append({name: _plain(value) for name, value in row.items()})
        if kept:
            rows[table.name] = kept
    return rows


def _theirs(connection: Connection, table: Table, subject: Subject) -> list[dict[str, Any]]:
    rules = [rule for rule in (own_condition(table, subject), refers_to(table, subject)) if rule is not None]
    if not rules:
        return []
    query = select(table).where(or_(*rules)).order_by(*table.primary_key.columns)
    return [{name: _plain(value) for name, value in row.items()} for row in connection.execute(query).mappings()]


def _identity(table: Table, row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(_plain(row[column.name])) for column in table.primary_key.columns)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
