"""Several processes look at a large store: what they find is what one finds, and none outlives who started it."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from knowledge.accounts.queries.aggregates.parts import account_parts
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.kernel.access import AccessContext, open_access
from knowledge.kernel.visibility import OPERATOR
from knowledge.nightly import refresh
from knowledge.nightly.worker_pool import gather_workers
from knowledge.offers.queries import offer_scores
from knowledge.playbook.rules import Rules
from knowledge.tables import AccountDay, AccountOffers

TABLES = (AccountDay, AccountOffers)


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def look(engine: Engine) -> list[list[tuple[object, ...]]]:
    """The rows that a night keeps."""
    with open_access(engine, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        refresh.store_nightly_snapshot(access, refresh.build_nightly_snapshot(access))
        by_account = (select(*table.__table__.columns).order_by(table.account_id) for table in TABLES)
        return [[tuple(row) for row in access.connection.execute(query)] for query in by_account]


def name_process(access: AccessContext) -> tuple[int, dt.date]:
    return os.getpid(), access.as_of


def divide_by_nothing(access: AccessContext) -> float:
    return access.as_of.day / 0


def test_a_crew_finds_what_one_process_finds(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    build_demo(engine)
    alone = look(engine)
    monkeypatch.setattr(refresh, "account_parts", partial(account_parts, size=40))
    monkeypatch.setattr(offer_scores, "ACCOUNTS_AT_ONCE", 40)
    assert look(engine) == alone
    assert all(len(rows) > 100 for rows in alone)


def test_a_large_store_is_looked_at_by_processes_and_a_small_one_here(sqlite_engine: Engine) -> None:
    with open_access(sqlite_engine, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        with gather_workers(access, is_large=True) as worker_pool:
            assert worker_pool.do(name_process).result() != (os.getpid(), DEMO_DAY)
        with gather_workers(access, is_large=False) as worker_pool:
            assert worker_pool.do(name_process).result() == (os.getpid(), DEMO_DAY)


def test_what_goes_wrong_in_another_process_is_raised_here(sqlite_engine: Engine) -> None:
    with (
        open_access(sqlite_engine, OPERATOR, Rules(), as_of=DEMO_DAY) as access,
        gather_workers(access, is_large=True) as worker_pool,
        pytest.raises(ZeroDivisionError),
    ):
        worker_pool.do(divide_by_nothing).result()


LASTING = """
import os, sys, time
from knowledge.demo import DEMO_DAY
from knowledge.playbook.rules import Rules
from knowledge.kernel.access import open_access
from knowledge.nightly.worker_pool import gather_workers
from knowledge.kernel.database import open_engine
from knowledge.kernel.visibility import OPERATOR
from tests.knowledge.nightly.test_worker_pool import name_process

if __name__ == "__main__":
    os.cpu_count = lambda: 2
    with open_access(open_engine(sys.argv[1]), OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        with gather_workers(access, is_large=True) as worker_pool:
            print(worker_pool.do(name_process).result()[0], flush=True)
            time.sleep(60)
"""


def test_a_crew_ends_with_who_started_it_even_if_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "lasting.py"
    script.write_text(LASTING)
    command = [sys.executable, str(script), f"sqlite:///{tmp_path / 'store.db'}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _lives(worker):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _lives(process: int) -> bool:
    """A process that has ended and waits to be collected has an empty command line."""
    try:
        return bool(Path(f"/proc/{process}/cmdline").read_bytes())
    except FileNotFoundError:
        return False
