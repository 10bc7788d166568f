"""A warehouse to sync from, on SQLite and on PostgreSQL, and a firm's folder that declares it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select, text

from knowledge.kernel.urls import parse_url
from knowledge.sync.by_rules import sync_store
from knowledge.sync.report import SourceReport
from knowledge.tables import Base

NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
PROVENANCE = {"id", "source", "source_line"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rejects are written below the current folder; in a test that is never the checkout."""
    monkeypatch.chdir(tmp_path)


@dataclass
class Clock:
    """The moment at which tests sync."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def later(self, **passed: float) -> None:
        self.now += dt.timedelta(**passed)


@dataclass(frozen=True)
class Warehouse:
    """A database of somebody else."""

    url: str
    engine: Engine = field(repr=False)

    def do(self, *statements: str) -> None:
        """Change it."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))


@pytest.fixture(params=["sqlite", "postgresql"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Warehouse]:
    """An empty one on each database."""
    if request.param == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path / 'warehouse.db'}")
    else:
        with request.getfixturevalue("postgres_shelf").lend_empty() as url:
            yield from _opened(url)


@pytest.fixture
def sqlite_warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """One on SQLite alone, for what does not depend on the source's database."""
    yield from _opened(f"sqlite:///{tmp_path / 'warehouse.db'}")


def _opened(url: str) -> Iterator[Warehouse]:
    engine = create_engine(parse_url(url))
    yield Warehouse(url, engine)
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    """Starts at NOW."""
    return Clock()


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The firm's folder, with its own place for what is staged and rejected."""
    folder = tmp_path / "firm"
    (folder / "sources").mkdir(parents=True)
    (folder / "mappings").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("OSUSUME_HOME", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return folder


Sync = Callable[..., list[SourceReport]]


@pytest.fixture
def sync(store_url: str, firm: Path, clock: Clock) -> Sync:
    """Sync the declared sources into the store of each database."""
    return lambda *names, **choices: list(sync_store(names, store=store_url, clock=clock, **choices))


def told(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that tells of customers, without where it came from."""
    found = {}
    with engine.connect() as connection:
        for name, table in Base.metadata.tables.items():
            if name not in {"synced_tables", "store_facts", "work_runs"}:
                columns = [c for c in table.columns if c.name not in PROVENANCE and not c.foreign_keys]
                found[name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
    return {name: rows for name, rows in found.items() if rows}
