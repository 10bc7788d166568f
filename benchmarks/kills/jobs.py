"""Kills workers with SIGKILL at random moments, none of which comes back: what is lost, done twice, out of order?

    python -m benchmarks.kills.jobs --kills 200 --replicas 2
    python -m benchmarks.kills.jobs --kills 200 --store postgresql://user@host/database   # an empty one

Each worker gives itself jobs of three steps in three lanes, and works on them as the service does. Whoever follows a
killed one has another name, as in Kubernetes, so that all its work is taken over by those that live, once it was silent
for ``SILENT_SECONDS``. A job counts once it was taken; each of its steps must arrive once, and a lane's jobs in order.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from benchmarks.kills.reminders import append, in_child, kill, start
from bot.adapters.office import StoreOffice
from bot.dialogue.conversation import Conversation
from bot.jobs.heartbeat import Lives
from bot.jobs.queue import JobQueue, Steps
from knowledge.kernel.database import open_engine
from knowledge.knowledge import open_knowledge

SILENT_SECONDS = 15.0  # a busy machine keeps nobody from giving a sign for so long
_BEAT_SECONDS = 1.0
_STEPS = ("first", "second", "third")
_LANES = 3
_LONGEST_LIFE = 2.0  # seconds once somebody gives jobs, at most
_LONGEST_START = 60.0
_DRAIN_SECONDS = 300.0


@dataclass(frozen=True)
class Figures:
    """What a run came to."""

    kills: int
    jobs: int
    again: int
    lost: int
    doubled: int
    out_of_order: int

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.jobs} jobs taken ({self.again} taken over by another), {self.lost} lost, "
            f"{self.doubled} steps done twice, {self.out_of_order} out of order"
        )


def run_loop(store: str, *, kills: int, replicas: int, folder: Path) -> Figures:
    """Kill ``kills`` workers, then let one finish what is left, and count."""
    taken, arrivals = folder / "taken", folder / "arrivals"
    taken.touch()
    arrivals.touch()
    os.environ["XDG_DATA_HOME"] = str(folder)
    schema = f"kills_{os.getpid()}"
    in_child(lambda: open_engine(store).dispose())
    alive = dict.fromkeys(range(replicas), 0)
    for number in range(kills):
        for place, child in alive.items():
            name = f"replica-{place}-{number}"
            alive[place] = child or start(lambda name=name: _work(store, schema, name, taken, arrivals))  # type: ignore[misc]
        _let_live(taken)
        victim = random.choice(list(alive))  # noqa: S311 - moments, not secrets
        kill(alive[victim])
        alive[victim] = 0
        print(f"\r{number + 1} kills", end="", file=sys.stderr, flush=True)
    for child in alive.values():
        kill(child)
    in_child(lambda: _drain(store, schema, arrivals))
    return _count(taken, arrivals, kills)


def _let_live(taken: Path) -> None:
    """Until a random moment after somebody has given jobs."""
    before, limit = taken.stat().st_size, time.monotonic() + _LONGEST_START
    while taken.stat().st_size == before and time.monotonic() < limit:
        time.sleep(0.02)
    time.sleep(random.uniform(0, _LONGEST_LIFE))  # noqa: S311


def _open(store: str, schema: str, name: str, arrivals: Path) -> tuple[JobQueue, threading.Thread]:
    def tell(facts: Mapping[str, Any], steps: Steps) -> None:
        for step in _STEPS:
            steps.run(step, _arrive, arrivals, str(facts["lane"]), f"{steps.key}:{step}", steps.again)

    durable = JobQueue(store, replica=name, schema=schema)
    durable.add("tell", tell)
    board = StoreOffice(open_knowledge(store), cast("Conversation", None))
    lives = Lives(name, board, durable, beat_seconds=_BEAT_SECONDS, silent_seconds=SILENT_SECONDS)
    lives.beat()
    durable.launch()
    return durable, threading.Thread(target=lives.beat_until, args=(threading.Event(),), daemon=True)


def _arrive(arrivals: Path, lane: str, key: str, again: bool) -> None:
    """Show it; what somebody set out with before is looked up first."""
    if again and f"{lane} {key} " in arrivals.read_text(encoding="utf-8"):
        return
    append(arrivals, f"{lane} {key} {int(again)}")
    time.sleep(random.uniform(0, 0.2))  # noqa: S311 - a window to be killed in, after it arrived


def _work(store: str, schema: str, name: str, taken: Path, arrivals: Path) -> None:
    """What a worker does until it is killed."""
    durable, beating = _open(store, schema, name, arrivals)
    beating.start()
    number = 0
    while True:
        lane = f"{name}.{number % _LANES}"
        durable.start_once(f"{name}.{number:05}", "tell", {"lane": lane}, lane=lane)
        append(taken, f"{lane} {name}.{number:05}")
        number += 1
        time.sleep(random.uniform(0, 0.3))  # noqa: S311


def _drain(store: str, schema: str, arrivals: Path) -> None:
    durable, beating = _open(store, schema, "last", arrivals)
    beating.start()
    limit = time.monotonic() + _DRAIN_SECONDS
    while durable.count_open() and time.monotonic() < limit:
        time.sleep(0.5)
    durable.close(wait_seconds=5)


def _count(taken: Path, arrivals: Path, kills: int) -> Figures:
    wanted = [line.split()[1] for line in taken.read_text(encoding="utf-8").splitlines()]
    shown = [line.split() for line in arrivals.read_text(encoding="utf-8").splitlines()]
    times = Counter(key for _, key, _ in shown)
    lost = sum(1 for job in wanted if any(not times[f"{job}:{step}"] for step in _STEPS))
    lanes: dict[str, list[str]] = defaultdict(list)
    for lane, key, _ in shown:
        lanes[lane].append(key)
    out_of_order = sum(
        1 for keys in lanes.values() for one, following in itertools.pairwise(keys) if (_place(one) > _place(following))
    )
    again = {key.partition(":")[0] for _, key, is_again in shown if is_again == "1"}
    return Figures(kills, len(wanted), len(again), lost, sum(1 for n in times.values() if n > 1), out_of_order)


def _place(key: str) -> tuple[str, int]:
    job, _, step = key.partition(":")
    return job, _STEPS.index(step)


def main() -> int:
    """Run it from the command line; 1 when something was lost, done twice or out of order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--store", default=None, help="an empty store; a SQLite file of its own without it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or f"sqlite:///{folder}/store.db"
        figures = run_loop(store, kills=asked.kills, replicas=asked.replicas, folder=Path(folder))
    print(f"\n{figures}")
    return 1 if figures.lost or figures.doubled or figures.out_of_order else 0


if __name__ == "__main__":
    sys.exit(main())
