"""Stores with tables and without rows, ready at once: a copied file on SQLite, a schema used again on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, text

from knowledge.kernel.database import open_engine
from tests.firms.firm import import_firm

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
_EMPTY = """
DO $$
DECLARE each text; filled text[]; has_rows boolean;
BEGIN
  FOR each IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
              WHERE schemaname = '{schema}' AND tablename <> 'alembic_version' LOOP
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || each || ')' INTO has_rows;
    IF has_rows THEN filled := filled || each; END IF;
  END LOOP;
  IF filled IS NOT NULL THEN EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE'; END IF;
  FOR each IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences
              WHERE schemaname = '{schema}' AND last_value IS NOT NULL LOOP
    EXECUTE 'ALTER SEQUENCE ' || each || ' RESTART';
  END LOOP;
END $$
"""


class PostgresShelf:
    """Schemas of one PostgreSQL database. One that a test gives back as it was, but for rows, serves the next test."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._admin: Engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        self._ready: list[str] = []
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
                connection.execute(text(_EMPTY.format(schema=schema)))
        if is_whole:
            self._ready.append(schema)
        else:
            self._drop(schema)

    def close(self) -> None:
        """Leave nothing behind."""
        for schema in self._ready:
            self._drop(schema)
        self._admin.dispose()

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
    """One migrated file, copied for each test; and one of each of the small firms of ``tests/firms``, imported once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "ready.db"
        open_engine(f"sqlite:///{self._file}").dispose()

    def copy_to(self, path: Path) -> str:
        """The address of a store of one's own at this path."""
        return _copy(self._file, path)

    def copy_firm_to(self, path: Path, name: str) -> str:
        """The same with a firm in it."""
        imported = self._folder / f"{name}.db"
        if not imported.exists():
            import_firm(name, self.copy_to(imported), self._folder / "rejects").close()
        return _copy(imported, path)


def _copy(source: Path, target: Path) -> str:
    shutil.copy(source, target)
    return f"sqlite:///{target}"
