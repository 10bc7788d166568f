"""A sync that is killed anywhere loses nothing and doubles nothing: the next one completes it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.kernel.database import open_engine
from knowledge.sync.by_rules import sync_store
from tests.knowledge.sync.conftest import NOW, Clock, Sync, Warehouse, told
from tests.ready_stores import SqliteTemplate

ROOT = Path(__file__).resolve().parents[3]
CLIENTS, BILLS = 400, 6_000
SOURCE = """
kind: sql
url_env: ERP_URL
tables:
  accounts: {select: SELECT * FROM client, cursor: changed}
  purchases: {select: SELECT * FROM bill, cursor: changed}
"""
_COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <"
CHILD = """
import datetime as dt, sys
from knowledge.sync.by_rules import sync_store
for _ in sync_store(store=sys.argv[1], clock=lambda: dt.datetime.fromisoformat(sys.argv[2])):
    pass
"""


@pytest.fixture
def erp(firm: Path, sqlite_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """Enough rows that a load takes a while."""
    (firm / "sources" / "erp.yml").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setenv("ERP_URL", sqlite_warehouse.url)
    sqlite_warehouse.do(
        "CREATE TABLE client (id INTEGER PRIMARY KEY, name TEXT, changed TEXT)",
        "CREATE TABLE bill (id INTEGER PRIMARY KEY, account INTEGER, product TEXT, purchased_on TEXT, amount NUMERIC,"
        " currency TEXT, changed TEXT)",
        f"{_COUNT} {CLIENTS}) INSERT INTO client SELECT i, 'Client ' || i, '2026-03-01 10:00:00' FROM n",
        f"{_COUNT} {BILLS}) INSERT INTO bill"
        f" SELECT i, i % {CLIENTS} + 1, 'Paper', '2026-02-01', i, 'EUR', '2026-03-01 10:00:00' FROM n",
    )
    return sqlite_warehouse


def test_six_kills_anywhere_in_a_load_lose_nothing_and_double_nothing(
    erp: Warehouse, sync: Sync, engine: Engine, store_url: str, tmp_path: Path, sqlite_template: SqliteTemplate
) -> None:
    undisturbed = sqlite_template.copy_to(tmp_path / "undisturbed.db")
    started = time.monotonic()
    list(sync_store(store=undisturbed, clock=Clock()))
    takes = time.monotonic() - started
    chance, killed = random.Random(18), 0
    for _ in range(6):
        child = subprocess.Popen([sys.executable, "-c", CHILD, store_url, NOW.isoformat()], cwd=tmp_path, env=_here())
        time.sleep(0.6 + chance.random() * takes)
        killed += child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert killed > 1
    (report,) = sync()
    assert report.failures == {}
    beside = open_engine(undisturbed)
    assert told(engine) == told(beside)
    beside.dispose()


def test_a_source_that_is_being_synced_is_left_to_who_does_it(
    erp: Warehouse, sync: Sync, store_url: str, tmp_path: Path
) -> None:
    reached = tmp_path / "reached"
    waiting = CHILD.replace(
        "for _ in sync_store(",
        "def wait(*_):\n    open(sys.argv[3], 'w').close()\n    import time\n    time.sleep(600)\n"
        "for _ in sync_store(progress=wait, ",
    )
    command = [sys.executable, "-c", waiting, store_url, NOW.isoformat(), str(reached)]
    child = subprocess.Popen(command, cwd=tmp_path, env=_here())
    deadline = time.monotonic() + 60
    while not reached.exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        (report,) = sync()
    finally:
        child.kill()
        child.wait()
    assert report.is_busy
    assert not sync()[0].is_busy


def _here() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
