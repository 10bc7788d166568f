"""The service syncs each source when its time has come, in a process of its own."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.adapters.open_store import open_named
from bot.adapters.sync import SYNC, schedule_sync
from bot.jobs.queue import JobQueue
from knowledge.sync.by_rules import is_due
from knowledge.sync.declared import find_sources
from knowledge.sync.rules import SyncRules
from knowledge.sync.state import TableState, load_states

SOURCE = "kind: sql\nurl_env: CRM_URL\ntables: {accounts: {select: SELECT * FROM customers}}\n"


@pytest.fixture
def crm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A declared source with one customer."""
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("CRM_URL", f"sqlite:///{tmp_path / 'crm.db'}")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "crm.yml").write_text(SOURCE, encoding="utf-8")
    with sqlite3.connect(tmp_path / "crm.db") as connection:
        connection.execute("CREATE TABLE customers (id, name)")
        connection.execute("INSERT INTO customers VALUES (1, 'Northwind')")
    connection.close()
    return tmp_path


def test_a_running_service_syncs_what_is_due(crm: Path, store_url: str, schema: str) -> None:
    knowledge = open_named(store_url)
    durable = JobQueue(store_url, schema=schema)
    schedule_sync(durable, knowledge)
    durable.launch()
    try:
        durable.start_once("tick", SYNC, {})
        deadline = time.monotonic() + 60
        states: list[TableState] = []
        while not states and time.monotonic() < deadline:
            time.sleep(0.1)
            with knowledge.engine.connect() as connection:
                states = load_states(connection)
    finally:
        durable.close(wait_seconds=20)
        knowledge.engine.dispose()
    assert [(state.source, state.name, state.failure) for state in states] == [("crm", "accounts", None)]


def test_a_source_is_due_when_its_own_time_has_passed_since_it_was_tried(crm: Path) -> None:
    (source,) = find_sources()[0]
    now, rules = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC), SyncRules(every_minutes=15)
    assert is_due(source, [], rules, now=now)
    tried: Callable[[int], list[TableState]] = lambda minutes: [  # noqa: E731
        TableState("crm", "accounts", now - dt.timedelta(days=1)),
        TableState("crm", "deals", now - dt.timedelta(minutes=minutes)),
    ]
    assert not is_due(source, tried(14), rules, now=now)
    assert is_due(source, tried(15), rules, now=now)
    (crm / "sources" / "crm.yml").write_text(f"{SOURCE}every_minutes: 20\n", encoding="utf-8")
    (slower,) = find_sources()[0]
    assert not is_due(slower, tried(19), rules, now=now)
    assert is_due(slower, tried(20), rules, now=now)
