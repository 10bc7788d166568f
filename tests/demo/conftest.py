"""The demo company in a store, built once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from knowledge.demo import build_demo
from knowledge.kernel.database import open_engine


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store that holds the demo company; for reading only."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")
    build_demo(engine)
    yield engine
    engine.dispose()
