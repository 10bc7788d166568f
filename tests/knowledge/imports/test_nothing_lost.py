"""Disk full, a locked store, a database that goes away, a kill: one clear line, no half file, and again completes."""

import datetime as dt
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from knowledge.imports.run import import_paths
from knowledge.kernel.database import open_engine
from tests.conftest import POSTGRES
from tests.knowledge.imports.conftest import DAY, Importer, rows_of

Write = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]
CONTACTS = "account,name\nNobody,Ann\n" + "".join(f"Harrow,Person {n} {'x' * 80}\n" for n in range(6_000))
CHILD = """
import datetime as dt, sys, time
from pathlib import Path
from knowledge.imports import rejects, run
from knowledge.imports.firm import Firm
from knowledge.kernel.database import open_engine

where = sys.argv[3]
class Waits(rejects.Rejects):
    def settle(self):
        if where == "settled":
            super().settle()
        (Path(sys.argv[2]) / "reached").touch()
        time.sleep(600)

run.Rejects = Waits
folder = Path(sys.argv[2])
run.import_paths(open_engine(sys.argv[1]), [folder / "in" / "contacts.csv"], as_of=dt.date(2026, 4, 1),
                 firm=Firm(rejects=folder / "rejects"))
"""


@pytest.fixture
def folder(run_import: Importer, write: Write, tmp_path: Path) -> Path:
    """One customer in the store; contacts to bring in, one of them to be rejected."""
    run_import(write("accounts.csv", "name\nHarrow\n"))
    write("contacts.csv", CONTACTS)
    return tmp_path


def _completes(engine: Engine, run_import: Importer, folder: Path) -> None:
    report = run_import(folder / "in" / "contacts.csv").files[0]
    assert (report.added, report.rejected) == (6_000, 1)
    assert len(rows_of(engine, "contacts", "id")) == 6_000
    assert [path.name for path in (folder / "rejects").iterdir()] == ["contacts.rejected.csv"]


@pytest.mark.parametrize("where", ["before", "settled"])
def test_a_kill_around_the_rejects_leaves_one_file_of_them_and_again_completes(
    store_url: str, engine: Engine, run_import: Importer, folder: Path, where: str
) -> None:
    child = subprocess.Popen([sys.executable, "-c", CHILD, store_url, str(folder), where], cwd=ROOT)
    deadline = time.monotonic() + 60
    while not (folder / "reached").exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert (folder / "reached").exists()
    assert rows_of(engine, "contacts", "id") == []
    _completes(engine, run_import, folder)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_file_that_may_not_grow_is_one_line_and_again_completes(
    engine: Engine, run_import: Importer, folder: Path
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    try:
        report = run_import(folder / "in" / "contacts.csv")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    (skipped,) = report.skipped
    assert "nothing of this file is in the store, import it again" in skipped.reason
    assert "disk" in skipped.reason
    assert report.exit_code == 2
    _completes(engine, run_import, folder)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_store_that_another_program_writes_to_is_one_line(store_url: str, engine: Engine, folder: Path) -> None:
    holder = sqlite3.connect(str(engine.url.database), isolation_level=None)
    impatient = open_engine(store_url)
    with impatient.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        report = import_paths(impatient, [folder / "in" / "contacts.csv"], as_of=DAY)
    finally:
        holder.rollback()
        holder.close()
        impatient.dispose()
    assert "another program is writing to the store; nothing of this file" in report.skipped[0].reason


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_database_that_goes_away_in_mid_file_is_one_line_and_again_completes(
    store_url: str,
    engine: Engine,
    run_import: Importer,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert POSTGRES
    monkeypatch.chdir(folder)  # where its rejects go
    admin = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"))
    named = open_engine(f"{store_url}&application_name=going_away_{os.getpid()}")
    ended: list[int] = []

    def end(name: str, _done: int, _total: int, rows: int) -> None:
        if rows >= 4_000 and not ended:
            killing = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name")
            with admin.begin() as connection:
                ended.append(len(connection.execute(killing, {"name": f"going_away_{os.getpid()}"}).all()))

    report = import_paths(named, [folder / "in" / "contacts.csv"], as_of=dt.date(2026, 4, 1), progress=end)
    named.dispose()
    admin.dispose()
    assert ended == [1]
    assert [record.getMessage() for record in caplog.records if record.name.startswith("psycopg")] == []
    assert report.skipped[0].reason == "the database went away; nothing of this file is in the store, import it again"
    assert rows_of(engine, "contacts", "id") == []
    _completes(engine, run_import, folder)
