"""Durable work: once, over restarts and kills."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.jobs.database import ReplicaRuns, work_url
from bot.jobs.queue import JobQueue, Steps
from bot.jobs.stuck import Stuck, find_stuck
from knowledge.kernel.bulk_load import load_rows
from knowledge.notifications.commands.notifications import NoticeState
from knowledge.tables import Notice

WORKING = Path(__file__).with_name("working.py")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def done() -> list[tuple[str, Any]]:
    return []


@pytest.fixture
def durable(store_url: str, schema: str, done: list[tuple[str, Any]]) -> Iterator[JobQueue]:
    """Durable work with one job, "note", that notes its facts."""
    durable = JobQueue(store_url, schema=schema)

    def note(facts: dict[str, Any], steps: Steps) -> None:
        steps.run("note", lambda: done.append((steps.key, facts)))

    durable.add("note", note)
    durable.launch()
    yield durable
    durable.close()


def wait_for(is_true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not is_true():
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.02)


def test_a_key_started_twice_is_done_once(durable: JobQueue, done: list[tuple[str, Any]]) -> None:
    for _ in range(3):
        durable.start_once("Ev1", "note", {"text": "さくら"})
    wait_for(lambda: not durable.count_open())
    assert done == [("Ev1", {"text": "さくら"})]


def test_a_schedule_fires_with_the_moment_it_was_planned_for(durable: JobQueue, done: list[tuple[str, Any]]) -> None:
    durable.every("digest", "* * * * * *", "note", timezone="Asia/Tokyo", facts={"kind": "churn"})
    wait_for(lambda: bool(done))
    facts = done[0][1]
    assert facts["kind"] == "churn"
    assert facts["due"].endswith("+09:00")


def test_two_processes_of_one_name_are_refused(durable: JobQueue, store_url: str, schema: str) -> None:
    with pytest.raises(ReplicaRuns, match="--replica"):
        JobQueue(store_url, schema=schema).launch()


def test_a_job_killed_before_each_step_goes_on_behind_the_last_one(store_url: str, schema: str, tmp_path: Path) -> None:
    written = tmp_path / "written"
    for dies in ("first", "second", "third", "never"):
        ended = subprocess.run(
            [sys.executable, str(WORKING), store_url, schema, str(written), dies],
            env={**os.environ, "PYTHONPATH": os.fspath(Path.cwd())},
            check=False,
            timeout=60,
        )
        assert ended.returncode == (-9 if dies != "never" else 0)
    assert written.read_text(encoding="utf-8").split() == ["first", "second", "third"]


def test_a_job_that_ended_every_process_that_took_it_up_is_left_for_a_person(
    store_url: str, schema: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    subprocess.run(
        [sys.executable, str(WORKING), store_url, schema, str(tmp_path / "written"), "first", "dead", "beats"],
        env={**os.environ, "PYTHONPATH": os.fspath(Path.cwd())},
        check=False,
        timeout=60,
    )
    durable, begun = JobQueue(store_url, schema=schema, replica="alive"), threading.Event()
    durable.add("three_steps", lambda facts, steps: begun.set())
    durable.launch()
    try:
        monkeypatch.setattr("bot.jobs.queue._MOST_TAKEN_OVER", 0)
        assert durable.take_over("dead") == 0
        assert "only-one ended every process" in caplog.text
        durable.start_once("next", "three_steps", {}, lane="rei")
        assert begun.wait(20), "its lane goes on"
        wait_for(lambda: durable.count_open() == 0)
        stuck = find_stuck(store_url, before=dt.datetime.now(tz=dt.UTC) + dt.timedelta(minutes=1), schema=schema)
        assert stuck == Stuck(1, ("dead",))
    finally:
        durable.close()


def test_what_one_release_left_undone_is_done_by_the_next(store_url: str, schema: str, tmp_path: Path) -> None:
    """Left to itself, the machinery ties work to the release: here as a platform names it in the environment."""
    written = tmp_path / "written"
    for release, dies in (("1.0", "second"), ("2.0", "never")):
        subprocess.run(
            [sys.executable, str(WORKING), store_url, schema, str(written), dies],
            env={**os.environ, "PYTHONPATH": os.fspath(Path.cwd()), "DBOS__APPVERSION": release},
            check=False,
            timeout=60,
        )
    assert written.read_text(encoding="utf-8").split() == ["first", "second", "third"]


@pytest.mark.parametrize(("begun", "work_version"), [("set", "1"), ("set", "2"), ("killed_telling", "2")])
def test_a_reminder_set_under_one_release_is_told_once_by_the_next(
    engine: Engine, store_url: str, schema: str, tmp_path: Path, begun: str, work_version: str
) -> None:
    """Asleep, or shown and not yet noted, when the process is killed; also where the next release numbers work anew."""
    person = {"id": 1, "key": "rei", "name": "Rei", "role": "rep", "timezone": "Asia/Tokyo", "source": "test"}
    with engine.begin() as connection:
        load_rows(connection, {"people": [person]})
    shown = tmp_path / "shown"
    shown.touch()
    for release, number, then in (("1.0", "1", begun), ("2.0", work_version, "tell"), ("3.0", work_version, "tell")):
        ended = subprocess.run(
            [
                sys.executable,
                str(Path(__file__).with_name("reminding.py")),
                store_url,
                schema,
                str(shown),
                number,
                then,
            ],
            env={**os.environ, "PYTHONPATH": os.fspath(Path.cwd()), "DBOS__APPVERSION": release},
            check=False,
            timeout=120,
        )
        assert ended.returncode == (0 if then == "tell" else -9)
    (told,) = shown.read_text(encoding="utf-8").splitlines()
    assert told.endswith("You asked me to remind you: call Acme")
    with engine.connect() as connection:
        assert list(connection.execute(select(Notice.state)).scalars()) == [NoticeState.DELIVERED]


def test_work_on_sqlite_lies_in_a_file_of_its_own() -> None:
    assert work_url("sqlite:////data/store.db") == "sqlite:////data/store-work.db"
    assert work_url("postgresql://u@h/d") == "postgresql://u@h/d"
