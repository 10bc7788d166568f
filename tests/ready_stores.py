"""Stores that are ready at once: a copied file on SQLite, a schema used again on PostgreSQL.

Without rows, or with those of a firm that was imported once.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, text

from knowledge.kernel.database import open_engine
from knowledge.tables import Base
from tests.firms.firm import import_folder

# A crash of the server is no test of ours, so nobody waits for its disk.
_IN_SCHEMA = "?options=-csearch_path%3D{schema}%2Cpublic%20-csynchronous_commit%3Doff"

_SHAPE = """
SELECT md5(string_agg(part, '|' ORDER BY part)) FROM (
  SELECT concat_ws(' ', c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull, a.atthasdef) AS part
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind IN ('r', 'v', 'm', 'i', 'S')
  UNION ALL
  SELECT concat_ws(' ', conname, contype) FROM pg_constraint WHERE connamespace = CAST(:schema AS regnamespace)
) AS parts
"""
_MOST_BYTES = 1_000_000
"""Of a table that is emptied row by row, which is fast: TRUNCATE writes files for each table that refers to it."""
_EMPTY = """
DO $$
DECLARE each text; has_rows boolean; grown text[];
BEGIN
  SELECT array_agg(format('{schema}.%I', relname)) INTO grown FROM pg_class
    WHERE relnamespace = CAST('{schema}' AS regnamespace) AND relkind = 'r' AND relname <> 'alembic_version'
      AND pg_relation_size(oid) > {most_bytes};
  IF grown IS NOT NULL THEN EXECUTE 'TRUNCATE ' || array_to_string(grown, ', ') || ' CASCADE'; END IF;
  FOREACH each IN ARRAY CAST(ARRAY[{tables}] AS text[]) LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM {schema}.%I)', each) INTO has_rows;
    IF has_rows THEN EXECUTE format('DELETE FROM {schema}.%I', each); END IF;
  END LOOP;
  FOR each IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences
              WHERE schemaname = '{schema}' AND last_value IS NOT NULL LOOP
    EXECUTE 'ALTER SEQUENCE ' || each || ' RESTART';
  END LOOP;
END $$
"""
_WITHOUT_ROWS = 21  # bytes of a table in PostgreSQL's binary format
_TABLES = ", ".join(f"'{table.name}'" for table in reversed(Base.metadata.sorted_tables))
"""Whoever refers to a table stands before it."""


@dataclass(frozen=True)
class Rows:
    """Those of a whole store: by table in PostgreSQL's binary format, and how far its sequences came."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


class PostgresShelf:
    """Schemas of one PostgreSQL database. One that a test gives back as it was, but for rows, serves the next test."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._admin: Engine = create_engine(
            url.replace("postgresql://", "postgresql+psycopg://"), connect_args={"options": "-csynchronous_commit=off"}
        )
        self._ready: list[str] = []
        self._firms: dict[str, Rows] = {}
        self._shape: str | None = None

    @contextmanager
    def lend_empty(self) -> Iterator[str]:
        """The address of a schema without tables."""
        schema = self._create()
        yield self._address(schema)
        self._drop(schema)

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The address of a schema with empty tables."""
        schema = self._ready.pop() if self._ready else self._migrated()
        yield self._address(schema)
        with self._admin.begin() as connection:
            is_whole = self._shape_of(connection, schema) == self._shape
            if is_whole:
                connection.execute(text(_EMPTY.format(schema=schema, tables=_TABLES, most_bytes=_MOST_BYTES)))
        if is_whole:
            self._ready.append(schema)
        else:
            self._drop(schema)

    def fill(self, url: str, folder: Path, rejects: Path) -> None:
        """Bring the rows of a firm's folder into a store that was lent and is empty."""
        schema, files = url.partition("search_path%3D")[2].partition("%2C")[0], _digest(folder)
        if known := self._firms.get(files):
            self._write(schema, known)
        else:
            import_folder(folder, url, rejects).close()
            self._firms[files] = self._read(schema)

    def close(self) -> None:
        """Leave nothing behind."""
        for schema in self._ready:
            self._drop(schema)
        self._admin.dispose()

    def _read(self, schema: str) -> Rows:
        tables: dict[str, bytes] = {}
        with self._admin.begin() as connection, _cursor(connection) as cursor:
            for table in Base.metadata.sorted_tables:
                with cursor.copy(f"COPY {schema}.{table.name} TO STDOUT (FORMAT binary)") as rows:
                    found = b"".join(rows)
                if len(found) > _WITHOUT_ROWS:
                    tables[table.name] = found
            cursor.execute(f"SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = '{schema}'")
            return Rows(tables, {name: last for name, last in cursor.fetchall() if last is not None})

    def _write(self, schema: str, known: Rows) -> None:
        with self._admin.begin() as connection, _cursor(connection) as cursor:
            for table, found in known.tables.items():
                with cursor.copy(f"COPY {schema}.{table} FROM STDIN (FORMAT binary)") as rows:
                    rows.write(found)
            for name, last in known.sequences.items():
                cursor.execute(f"SELECT setval('{schema}.{name}', {last})")

    def _address(self, schema: str) -> str:
        return self._url + _IN_SCHEMA.format(schema=schema)

    def _migrated(self) -> str:
        schema = self._create()
        open_engine(self._address(schema)).dispose()
        with self._admin.begin() as connection:
            self._shape = self._shape_of(connection, schema)
        return schema

    def _create(self) -> str:
        schema = f"t{uuid4().hex[:12]}"
        with self._admin.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        return schema

    def _drop(self, schema: str) -> None:
        with self._admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))

    @staticmethod
    def _shape_of(connection: Connection, schema: str) -> str:
        return str(connection.execute(text(_SHAPE), {"schema": schema}).scalar_one())


class SqliteTemplate:
    """One migrated file, copied for each test; and one of each firm that a test asked for, imported once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "ready.db"
        open_engine(f"sqlite:///{self._file}").dispose()

    def copy_to(self, path: Path) -> str:
        """The address of a store of one's own at this path."""
        return _copy(self._file, path)

    def fill(self, url: str, folder: Path, rejects: Path) -> None:
        """Bring the rows of a firm's folder into a store that was copied and is empty."""
        imported = self._folder / f"{_digest(folder)}.db"
        if not imported.exists():
            import_folder(folder, self.copy_to(imported), rejects).close()
        shutil.copy(imported, url.removeprefix("sqlite:///"))


def place_demo(demo_file: Path, data_home: Path) -> None:
    """The demo company where a process with this XDG_DATA_HOME finds it, so that it need not be filled there."""
    (data_home / "osusume").mkdir(parents=True, exist_ok=True)
    shutil.copy(demo_file, data_home / "osusume" / "demo.db")


def _copy(source: Path, target: Path) -> str:
    shutil.copy(source, target)
    return f"sqlite:///{target}"


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


def _digest(folder: Path) -> str:
    """What tells the files of a folder from others."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    content = b"".join(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() for path in files)
    return hashlib.sha256(content).hexdigest()
