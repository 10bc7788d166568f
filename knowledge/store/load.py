"""Writes many ready rows at once, table by table, in the order in which they refer to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text

from knowledge.errors import ImportRefused
from knowledge.store.models import Account, Base

Rows = Sequence[Mapping[str, Any]]


def load_rows(connection: Connection, tables: Mapping[str, Rows]) -> None:
    """Insert rows by table name; a column a row does not name gets its default, or stays empty.

    Rows that carry their own ``id`` also move the table's next id, so that rows added later do not collide.
    """
    for table in Base.metadata.sorted_tables:
        rows = tables.get(table.name)
        if rows:
            blank = _blank(table, rows[0])
            connection.execute(insert(table), [{**blank, **row} for row in rows])
            if "id" in rows[0]:
                _move_next_id(connection, table)


def refuse_unless_empty(connection: Connection) -> None:
    """Raise ImportRefused where the store already holds an account."""
    if connection.execute(select(Account.id).limit(1)).first():
        message = "This store already holds accounts. The demo company needs an empty one: choose another with --store."
        raise ImportRefused(message, table="accounts")


def _blank(table: Table, first: Mapping[str, Any]) -> dict[str, Any]:
    columns = [column for column in table.columns if column.name in first or not column.primary_key]
    return {column.name: getattr(column.default, "arg", None) for column in columns}


def _move_next_id(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids in a sequence of its own; SQLite takes the highest there is."""
    if connection.dialect.name == "postgresql":
        highest = f'SELECT setval(pg_get_serial_sequence(:name, :id), (SELECT max(id) FROM "{table.name}"))'  # noqa: S608
        connection.execute(text(highest), {"name": f'"{table.name}"', "id": "id"})
