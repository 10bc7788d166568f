"""The demo company on each database, for look-ups that only read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest
from sqlalchemy import Engine

from knowledge.demo import build_demo
from knowledge.kernel.access import AccessContext
from knowledge.kernel.database import open_engine
from knowledge.knowledge import Knowledge
from knowledge.settings import load_rules

DAY = dt.date(2026, 9, 30)
Open = Callable[[str], AbstractContextManager[AccessContext]]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store that holds the demo company."""
    with ExitStack() as lent:
        if request.param == "sqlite":
            folder = tmp_path_factory.mktemp("semantic")
            url = request.getfixturevalue("sqlite_template").copy_to(folder / "demo.db")
        else:
            url = lent.enter_context(request.getfixturevalue("postgres_shelf").lend())
        engine = open_engine(url)
        build_demo(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def opened(demo: Engine) -> Open:
    """Opens the demo company's book for somebody, on its own day."""
    knowledge = Knowledge(demo, load_rules(), trusts_operator=True)
    return lambda who: knowledge.access(who, as_of=DAY)
