"""What every test may ask for: a real store on SQLite, and on PostgreSQL where TEST_POSTGRES_URL names one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text

from knowledge.kernel.database import open_engine
from tests.firms.firm import ImportedFirm, import_firm, import_folder

POSTGRES = os.environ.get("TEST_POSTGRES_URL")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty place for a store, once on each database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    if not POSTGRES:
        pytest.skip("PostgreSQL not tried: set TEST_POSTGRES_URL=postgresql://root@127.0.0.1/test")
    schema = f"t{uuid4().hex[:12]}"
    admin = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"))
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{POSTGRES}?options=-csearch_path%3D{schema}%2Cpublic"
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    """A migrated, empty store on each database."""
    engine = open_engine(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """A migrated, empty store on SQLite only, for what does not depend on the database."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def open_firm(store_url: str, tmp_path: Path) -> Iterator[Callable[[str], ImportedFirm]]:
    """``open_firm("orders_only")``: one of the small firms of ``tests/firms``, imported on each database."""
    opened: list[ImportedFirm] = []

    def open_one(name: str) -> ImportedFirm:
        opened.append(import_firm(name, store_url, tmp_path / "rejects"))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def written_firm(store_url: str, tmp_path: Path) -> Iterator[Callable[[dict[str, str]], ImportedFirm]]:
    """``written_firm({"accounts.csv": ..., ...})``: a firm written in the test itself, imported on each database."""
    opened: list[ImportedFirm] = []

    def open_one(files: dict[str, str]) -> ImportedFirm:
        folder = tmp_path / "written"
        folder.mkdir(exist_ok=True)
        for name, rows in files.items():
            (folder / name).write_text(rows.strip() + "\n", encoding="utf-8")
        opened.append(import_folder(folder, store_url, tmp_path / "rejects"))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()
