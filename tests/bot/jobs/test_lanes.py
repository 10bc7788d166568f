"""Jobs of one lane are done one at a time and in order, whatever fails meanwhile; other lanes do not wait for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.lanes import PutOff
from bot.jobs.queue import JobQueue, Later, Steps

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def test_a_job_waits_for_those_before_it_that_were_put_off_and_for_no_others() -> None:
    clock = [0.0]
    put_off = PutOff(now=lambda: clock[0])
    put_off.add("a", ("1", "k1"), 5.0)
    assert put_off.left("a", ("2", "k2")) == 5.0
    assert put_off.left("a", ("0", "k0")) == 0.0, "it came before"
    assert put_off.left("a", ("1", "k1")) == 0.0, "it is the one that was put off"
    assert put_off.left("b", ("2", "k2")) == 0.0
    clock[0] = 6.0
    assert put_off.left("a", ("2", "k2")) > 0.0, "the first one is on its way"
    put_off.drop("a", ("1", "k1"))
    assert put_off.left("a", ("2", "k2")) == 0.0


def test_what_never_comes_back_is_waited_for_a_minute_only() -> None:
    clock = [0.0]
    put_off = PutOff(now=lambda: clock[0])
    put_off.add("a", ("1", "k1"), 5.0)
    clock[0] = 66.0
    assert put_off.left("a", ("2", "k2")) == 0.0


def test_a_lane_fails_until_one_of_its_jobs_goes_through() -> None:
    clock = [0.0]
    put_off = PutOff(now=lambda: clock[0])
    put_off.fails("a")
    clock[0] = 61.0
    put_off.fails("a")
    assert put_off.count(60.0) == 1
    put_off.drop("a", ("1", "k1"))
    assert put_off.count(60.0) == 0


@pytest.fixture
def durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobQueue]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    durable = JobQueue(f"sqlite:///{tmp_path / 'store.db'}", threads=6)
    yield durable
    durable.close()


def test_lanes_keep_their_order_over_failures_and_hold_up_nobody(durable: JobQueue) -> None:
    done: list[str] = []
    at_once: list[str] = []
    failed, together = threading.Event(), threading.Lock()

    def work(facts: dict[str, Any], steps: Steps) -> None:
        name = str(facts["name"])
        if name == "a0" and steps.tries < 2:
            failed.set()
            raise Later(0.3)
        assert steps.again == (name == "a0")
        assert steps.key == name
        with together:
            at_once.append(name[0])
        time.sleep(0.02)
        with together:
            assert at_once.count(name[0]) == 1, "one at a time"
            at_once.remove(name[0])
            done.append(name)

    durable.add("work", work)
    durable.launch()
    for name in ("a0", "a1", "a2", "a3"):
        durable.start_once(name, "work", {"name": name}, lane="a")
    assert failed.wait(20)
    for name in ("b0", "b1", "b0"):
        durable.start_once(name, "work", {"name": name}, lane="b")
    limit = time.monotonic() + 60
    while durable.count_open():
        assert time.monotonic() < limit
        time.sleep(0.02)
    assert [name for name in done if name[0] == "a"] == ["a0", "a1", "a2", "a3"]
    assert [name for name in done if name[0] == "b"] == ["b0", "b1"]
    assert done[0] == "b0", "the other lane went on"
