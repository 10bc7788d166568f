"""Writes many ready rows at once, table by table, in the order in which they refer to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import DBAPIError

from knowledge.errors import ImportRefused
from knowledge.tables import Account, Base

_AT_ONCE = 20_000
Rows = Sequence[Mapping[str, Any]]
Processes = list[tuple[int, Callable[[Any], Any]]]


def load_rows(connection: Connection, tables: Mapping[str, Rows]) -> None:
    """Insert rows by table name; a column a row does not name gets its default, or stays empty.

    Rows that carry their own ``id`` also move the table's next id, so that rows added later do not collide.
    """
    for table in Base.metadata.sorted_tables:
        rows = tables.get(table.name)
        if rows:
            blank = _blank(table, rows[0])
            load_columns(connection, table, list(blank), (tuple({**blank, **row}.values()) for row in rows))


def load_columns(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert tuples in the order of ``names``, by the database's fastest way in."""
    written = _processes(connection, table, names)
    _write(connection, table, names, (_as_stored(row, written) for row in rows) if written else rows)


def load_stored(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert columns whose values are as the database keeps them: days and JSON as text, numbers, None."""
    _write(connection, table, list(columns), zip(*columns.values(), strict=True))


def refuse_unless_empty(connection: Connection) -> None:
    """Raise ImportRefused where the store already holds an account."""
    if connection.execute(select(Account.id).limit(1)).first():
        message = "This store already holds accounts. The demo company needs an empty one: choose another with --store."
        raise ImportRefused(message, table="accounts")


def _blank(table: Table, first: Mapping[str, Any]) -> dict[str, Any]:
    columns = [column for column in table.columns if column.name in first or not column.primary_key]
    return {column.name: getattr(column.default, "arg", None) for column in columns}


def _write(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    if connection.dialect.name == "postgresql":
        _copy(connection, table, names, rows)
        if "id" in names:
            _move_next_id(connection, table)
    else:
        _insert(connection, table, names, rows)


def _copy(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quoted = ", ".join(f'"{name}"' for name in names)
    statement = f'COPY "{table.name}" ({quoted}) FROM STDIN'
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:  # as SQLAlchemy would raise it
        raise DBAPIError(statement, None, error) from error


def _insert(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    statement = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})'  # noqa: S608 - names of our own columns
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        connection.exec_driver_sql(statement, some)


def _processes(connection: Connection, table: Table, names: Sequence[str]) -> Processes:
    """What turns a value into what the driver takes, by place; nothing for a column that needs none."""
    dialect = connection.dialect
    types = (table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
    return [(place, process) for place, process in enumerate(types) if process]


def _as_stored(row: Sequence[Any], written: Processes) -> tuple[Any, ...]:
    values = list(row)
    for place, process in written:
        values[place] = process(values[place])
    return tuple(values)


def _move_next_id(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids in a sequence of its own; SQLite takes the highest there is."""
    highest = f'SELECT setval(pg_get_serial_sequence(:name, :id), (SELECT max(id) FROM "{table.name}"))'  # noqa: S608
    connection.execute(text(highest), {"name": f'"{table.name}"', "id": "id"})
