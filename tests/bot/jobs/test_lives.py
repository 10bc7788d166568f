"""A replica that fell silent: its work is taken over, once, by one that lives."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.heartbeat import SILENT_SECONDS, Lives
from bot.jobs.queue import JobQueue, Steps
from tests.bot.jobs.working import open_board

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@dataclass
class Wall:
    """A board in memory, and who was taken over."""

    texts: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)

    def keep(self, name: str, value: str) -> None:
        self.texts[name] = value

    def kept(self, name: str) -> str | None:
        return self.texts.get(name)

    def replace(self, name: str, old: str, new: str) -> bool:
        if self.texts.get(name) != old:
            return False
        self.texts[name] = new
        return True

    def drop(self, name: str, value: str | None = None) -> bool:
        if value is not None and self.texts.get(name) != value:
            return False
        return self.texts.pop(name, None) is not None

    def names(self, beginning: str) -> list[str]:
        return [name for name in self.texts if name.startswith(beginning)]

    def take_over(self, replica: str) -> int:
        self.taken.append(replica)
        return 1


def test_only_a_replica_that_gave_no_sign_for_a_minute_is_taken_over_and_only_once() -> None:
    clock, wall = [0.0], Wall()
    one = Lives("one", wall, wall, now=lambda: clock[0])
    two = Lives("a machine with a name that is much longer than a column", wall, wall, now=lambda: clock[0])
    for _ in range(20):
        clock[0] += 10
        one.beat()
        two.beat()
    assert wall.taken == []
    for _ in range(20):
        clock[0] += 10
        one.beat()
        if clock[0] <= 200 + SILENT_SECONDS:
            assert wall.taken == []
    assert wall.taken == [two.name]
    two.beat()
    one.beat()
    assert len(wall.texts) == 2


def test_of_two_that_see_the_silence_one_takes_over_and_if_it_is_killed_meanwhile_the_other() -> None:
    clock, wall = [0.0], Wall()
    Lives("gone", wall, wall).beat()
    one, two = (Lives(name, wall, wall, now=lambda: clock[0]) for name in ("one", "two"))

    class KilledInBetween(Wall):
        def take_over(self, replica: str) -> int:
            two.beat()
            raise SystemExit

    one.work = KilledInBetween()
    one.beat()
    two.beat()
    clock[0] += SILENT_SECONDS + 1
    with pytest.raises(SystemExit):
        one.beat()
    assert wall.taken == [], "the first one is at it"
    for _ in range(10):
        clock[0] += 10
        two.beat()
    assert sorted(wall.taken) == ["gone", "one"]


def test_what_a_killed_replica_left_undone_is_done_by_another_once_its_lease_is_over(
    store_url: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": os.fspath(Path.cwd()), "XDG_DATA_HOME": str(tmp_path)}
    working, written = Path(__file__).with_name("working.py"), tmp_path / "written"
    schema = f"lives_{os.getpid()}"
    ended = subprocess.run(
        [sys.executable, str(working), store_url, schema, str(written), "second", "dead", "beats"],
        env=environment,
        check=False,
        timeout=120,
    )
    assert ended.returncode == -9

    def write(step: str) -> None:
        with written.open("a", encoding="utf-8") as lines:
            lines.write(f"{step}\n")

    def three_steps(facts: dict[str, Any], steps: Steps) -> None:
        if steps.key == "next":
            write("next")
            return
        assert steps.again
        for step in ("first", "second", "third"):
            steps.run(step, write, step)

    board = open_board(store_url)
    surviving = JobQueue(store_url, replica="surviving", schema=schema)
    surviving.add("three_steps", three_steps)
    surviving.launch()
    lives = Lives("surviving", board, surviving, beat_seconds=0.1, silent_seconds=1.0)
    (dead,), stop = board.names("replica:"), threading.Event()
    beating = threading.Thread(target=lives.beat_until, args=(stop,))
    try:
        lives.beat()
        surviving.start_once("next", "three_steps", {}, lane="rei")
        assert written.read_text(encoding="utf-8").split() == ["first"], "nobody knows yet whether it will come back"
        beating.start()
        limit = time.monotonic() + 120
        while written.read_text(encoding="utf-8").count("\n") < 4 and time.monotonic() < limit:
            time.sleep(0.05)
        assert written.read_text(encoding="utf-8").split() == ["first", "second", "third", "next"], "its lane waits"
        while surviving.count_open() and time.monotonic() < limit:
            time.sleep(0.05)
        assert surviving.count_open() == 0
    finally:
        stop.set()
        beating.join()
        surviving.close()
    (alive,) = board.names("replica:")
    assert alive != dead
    board.knowledge.engine.dispose()
