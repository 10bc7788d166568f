"""The demo company on each database, for look-ups that only read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text

from knowledge.demo import build_demo
from knowledge.kernel.access import AccessContext
from knowledge.kernel.database import open_engine
from knowledge.knowledge import Knowledge
from knowledge.settings import load_rules
from tests.conftest import POSTGRES

DAY = dt.date(2026, 9, 30)
Open = Callable[[str], AbstractContextManager[AccessContext]]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store that holds the demo company."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('semantic') / 'demo.db'}")
        build_demo(engine)
        yield engine
        engine.dispose()
        return
    if not POSTGRES:
        pytest.skip("PostgreSQL not tried: set TEST_POSTGRES_URL=postgresql://root@127.0.0.1/test")
    schema = f"t{uuid4().hex[:12]}"
    admin = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"))
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine = open_engine(f"{POSTGRES}?options=-csearch_path%3D{schema}%2Cpublic")
    build_demo(engine)
    yield engine
    engine.dispose()
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture(scope="session")
def opened(demo: Engine) -> Open:
    """Opens the demo company's book for somebody, on its own day."""
    knowledge = Knowledge(demo, load_rules(), trusts_operator=True)
    return lambda who: knowledge.access(who, as_of=DAY)
