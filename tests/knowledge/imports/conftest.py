"""Import in one line, with rejects in the test's own folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from knowledge.imports.firm import Firm
from knowledge.imports.report import ImportReport
from knowledge.imports.run import import_paths
from knowledge.tables import Base, WorkRun

DAY = dt.date(2026, 4, 1)
Importer = Callable[..., ImportReport]


@pytest.fixture
def run_import(engine: Engine, tmp_path: Path) -> Importer:
    """Import ``paths`` into the empty store of each database; amounts without currency are yen."""
    return _importer(engine, tmp_path)


@pytest.fixture
def run_import_sqlite(sqlite_engine: Engine, tmp_path: Path) -> Importer:
    """The same on SQLite alone, for what is settled before any database is asked."""
    return _importer(sqlite_engine, tmp_path)


def _importer(engine: Engine, tmp_path: Path) -> Importer:
    def run(*paths: Path, **choices: object) -> ImportReport:
        firm = Firm(currency="JPY", rejects=tmp_path / "rejects")
        return import_paths(engine, paths, as_of=DAY, firm=firm, **choices)  # type: ignore[arg-type]

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A file of the given text in the test's folder."""

    def write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding=encoding)
        return path

    return write


def rows_of(engine: Engine, table: str, *columns: str) -> list[tuple[object, ...]]:
    """The stored rows, in the order of their ids."""
    stored = Base.metadata.tables[table]
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*(stored.c[c] for c in columns)).order_by(stored.c.id))]


def whole_store(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but of what was done when, which no two imports share."""
    with engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for name, table in Base.metadata.tables.items()
            if name != WorkRun.__tablename__
        }
