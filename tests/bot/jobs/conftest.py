"""Durable work in a place of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text


@pytest.fixture
def schema(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the work of one test is kept on PostgreSQL."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    name = f"w{uuid4().hex[:12]}"
    yield name
    if store_url.startswith("postgresql"):
        engine = create_engine(store_url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        engine.dispose()
