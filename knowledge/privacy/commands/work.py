"""Masks names in what durable work remembers: every text of every table of its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, inspect, text

from knowledge.kernel.urls import parse_url
from knowledge.privacy.commands.waiting import wait_for_others
from knowledge.privacy.masking import Identifiers

_TEXTS = {"sqlite": "rowid", "postgresql": "ctid"}
"""How each database calls the place of a row."""


def is_work_there(url: str, schema: str) -> bool:
    """Whether any durable work was ever kept there; looking makes no file."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return bool(parsed.database) and Path(str(parsed.database)).is_file()
    with _opened(url) as engine:
        return inspect(engine).has_schema(schema)


def mask_work(url: str, schema: str, identifiers: Identifiers, *, changes: bool = True) -> int:
    """How many rows name them; ``changes``: and do so no longer. Rows that are needed to go on stay, with the mark."""
    with _opened(url) as engine, engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA secure_delete=ON"))
        tables = _text_columns(connection, schema).items()
        return sum(_mask_table(connection, name, columns, identifiers, changes=changes) for name, columns in tables)


def settle_work(url: str, schema: str) -> bool:
    """Write freed pages anew, as ``erase.settle`` does for the store; False where others read and some had to stay."""
    with _opened(url) as engine:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if engine.dialect.name == "sqlite":
                connection.execute(text("VACUUM"))
                return not connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
            is_free = wait_for_others(connection)
            for table in _text_columns(connection, schema):
                connection.execute(text(f"VACUUM FULL {table}"))
        return is_free


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = create_engine(parse_url(url))
    try:
        yield engine
    finally:
        engine.dispose()


def _text_columns(connection: Connection, schema: str) -> dict[str, list[str]]:
    """Each table, as it is written in a statement, with its columns of text."""
    if connection.dialect.name == "sqlite":
        query = text(
            "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p "
            "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND upper(p.type) IN ('TEXT', 'VARCHAR', '')"
        )
        rows = connection.execute(query)
    else:
        query = text(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = :schema "
            "AND data_type IN ('text', 'character varying') AND is_updatable = 'YES'"
        )
        rows = connection.execute(query, {"schema": schema})
    place = "" if connection.dialect.name == "sqlite" else f'"{schema}".'
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(f'{place}"{table}"', []).append(f'"{column}"')
    return found


def _mask_table(
    connection: Connection, table: str, columns: list[str], identifiers: Identifiers, *, changes: bool
) -> int:
    at = _TEXTS[connection.dialect.name]
    hints = {f"hint{n}": f"%{hint.lower()}%" for n, hint in enumerate(identifiers.hints)}
    hinted = " OR ".join(f"lower({column}) LIKE :{hint}" for column in columns for hint in hints)
    query = text(f"SELECT {at}, {', '.join(columns)} FROM {table} WHERE {hinted}")  # noqa: S608 - names of the catalogue
    count = 0
    for place, *words in connection.execute(query, hints).all():
        masked = [identifiers.mask(each) for each in words]
        if masked == words:
            continue
        count += 1
        if changes:
            told = ", ".join(f"{column} = :new{n}" for n, column in enumerate(columns))
            values = {f"new{n}": each for n, each in enumerate(masked)}
            statement = text(f"UPDATE {table} SET {told} WHERE {at} = :place")  # noqa: S608 - names of the catalogue
            connection.execute(statement, {**values, "place": place})
    return count
