"""Kills dispatchers with SIGKILL at random moments and counts what was lost or told twice: both must be 0.

    python benchmarks/kills/reminders.py --kills 200 --replicas 2
    python benchmarks/kills/reminders.py --kills 200 --store postgresql://user@host/database

Each dispatcher sets reminders, some of them weekly, acknowledges them, and delivers what is due to a far end that shows
every arrival, also a second one. A reminder counts once it was acknowledged. Time runs fast, two days a second, so
that a weekly reminder comes every few seconds: none may come twice for one week, and each must still be waiting for its
next week at the end. The store is filled anew under its own names; use an empty one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select

from actions.notification_dispatcher import NotificationDispatcher
from actions.reply import Reply
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.database import open_engine
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.knowledge import Knowledge
from knowledge.notifications.commands.notifications import NoticeState
from knowledge.notifications.commands.reminders import set_reminder, set_series
from knowledge.notifications.recurrence import Every, Repeat
from knowledge.notifications.rules import ReminderRules
from knowledge.playbook.rules import Rules
from knowledge.tables import Notice

_FAST = 2 * 86_400  # seconds of the clock in one of ours
_LEASE_SECONDS = 1 * _FAST
_MOST_SERIES = 40
_DRAIN_SECONDS = 8.0
_LONGEST_LIFE = 0.5  # seconds a dispatcher lives once it works, at most
_LONGEST_START = 10.0  # seconds, on a busy machine
_KILLED_EARLY = 0.002  # at each look, fifty a second
_BEGUN = dt.datetime.now(tz=dt.UTC)
_TOKYO = BusinessTime("JP", "Asia/Tokyo", dt.time(9), dt.time(18))
RULES = Rules(reminders=ReminderRules(quiet_from=dt.time(0), quiet_until=dt.time(0), lease_seconds=_LEASE_SECONDS))


@dataclass(frozen=True)
class Figures:
    """What a run came to."""

    kills: int
    acknowledged: int
    delivered: int
    resumed: int
    lost: int
    doubled: int
    series: int
    weeks: int

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.acknowledged} reminders acknowledged, {self.delivered} delivered "
            f"and {self.weeks} weeks of {self.series} weekly ones ({self.resumed} taken up again after a kill), "
            f"{self.lost} lost, {self.doubled} told twice"
        )


@dataclass(frozen=True)
class FarEnd:
    """A place that keeps every arrival, one line each, as a chat would."""

    arrivals: Path

    def __call__(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        """Show it; what somebody set out with before is looked up first."""
        del person_key
        if again and key in self.arrivals.read_text(encoding="utf-8"):
            return
        append(self.arrivals, f"{key} {reply.headline.rpartition(' ')[2]}")
        time.sleep(random.uniform(0, 0.01))  # noqa: S311 - a window to be killed in, after it was shown


def run_loop(store: str, *, kills: int, replicas: int, folder: Path) -> Figures:
    """Kill ``kills`` dispatchers, then let one finish what is left, and count."""
    acknowledged, arrivals = folder / "acknowledged", folder / "arrivals"
    acknowledged.touch()
    arrivals.touch()
    open_engine(f"sqlite:///{folder / 'warm.db'}").dispose()  # imported once, so that each dispatcher begins quickly
    in_child(lambda: _fill(store))
    alive = {f"replica-{number}": 0 for number in range(replicas)}
    for _ in range(kills):
        for name, child in alive.items():
            alive[name] = child or start(lambda name=name: _work(store, name, acknowledged, arrivals))  # type: ignore[misc]
        _let_live(acknowledged)
        victim = random.choice(list(alive))  # noqa: S311
        kill(alive[victim])
        alive[victim] = 0
    for child in alive.values():
        kill(child)
    in_child(lambda: _drain(store, arrivals))
    return _count(acknowledged, arrivals, kills, store)


def _let_live(acknowledged: Path) -> None:
    """Until a random moment: mostly once somebody is at work, now and then while they still begin."""
    before, limit = acknowledged.stat().st_size, time.monotonic() + _LONGEST_START
    while random.random() > _KILLED_EARLY and time.monotonic() < limit:  # noqa: S311 - moments, not secrets
        if acknowledged.stat().st_size > before:
            break
        time.sleep(0.02)
    time.sleep(random.uniform(0, _LONGEST_LIFE))  # noqa: S311


def _work(store: str, name: str, acknowledged: Path, arrivals: Path) -> None:
    """What a dispatcher does until it is killed."""
    knowledge = Knowledge(open_engine(store), RULES, trusts_operator=True)
    dispatcher, far_end = NotificationDispatcher(knowledge, _now, name), FarEnd(arrivals)
    _start_series(knowledge, acknowledged)
    while True:
        note, due = f"call-{uuid4().hex[:12]}", _now() + dt.timedelta(seconds=random.uniform(0, 0.5) * _FAST)  # noqa: S311
        with knowledge.access("rei", as_of=due.date()) as access:
            set_reminder(
                AuditedUnitOfWork(access, _now(), "kill loop"),
                due_at=due,
                text=note,
                language="en",
                account_id=None,
                facts={},
            )
        append(acknowledged, note)
        dispatcher.bring(far_end, person_key="rei")  # the nightly look is another test's


def _start_series(knowledge: Knowledge, acknowledged: Path) -> None:
    """A weekly reminder, unless there are enough."""
    if acknowledged.read_text(encoding="utf-8").count("weekly-") >= _MOST_SERIES:
        return
    note, now = f"weekly-{uuid4().hex[:12]}", _now()
    repeat = Repeat(Every.WEEK, random.randrange(7), dt.time(9))  # noqa: S311
    with knowledge.access("rei", as_of=now.date()) as access:
        set_series(
            AuditedUnitOfWork(access, now, "kill loop"), repeat, _TOKYO, text=note, language="en", account_id=None
        )
    append(acknowledged, note)


def _drain(store: str, arrivals: Path) -> None:
    knowledge = Knowledge(open_engine(store), RULES, trusts_operator=True)
    dispatcher, until = NotificationDispatcher(knowledge, _now, "last"), time.monotonic() + _DRAIN_SECONDS
    calm = 0
    while time.monotonic() < until or calm < 3:
        calm = 0 if dispatcher.bring(FarEnd(arrivals), person_key="rei") else calm + 1
        time.sleep(0.1)


def _fill(store: str) -> None:
    person = {"id": 1, "key": "rei", "name": "Rei", "role": "rep", "timezone": "Asia/Tokyo", "source": "kill loop"}
    engine = open_engine(store)
    with engine.begin() as connection:
        load_rows(connection, {"people": [person]})
    engine.dispose()


def _count(acknowledged: Path, arrivals: Path, kills: int, store: str) -> Figures:
    wanted = acknowledged.read_text("utf-8").split()
    shown = [line.split() for line in arrivals.read_text("utf-8").splitlines()]
    keys, notes = Counter(key for key, _ in shown), {note for _, note in shown}
    engine = open_engine(store)
    with engine.connect() as connection:
        resumed = connection.execute(select(func.count()).where(Notice.attempts > 1)).scalar_one()
        ahead = Counter(connection.execute(select(Notice.text).where(Notice.state == NoticeState.WAITING)).scalars())
    engine.dispose()
    series = [note for note in wanted if note.startswith("weekly-")]
    lost = sum(1 for note in wanted if note not in series and note not in notes)
    lost += sum(1 for note in series if ahead[note] == 0)
    doubled = sum(1 for times in keys.values() if times > 1) + sum(1 for note in series if ahead[note] > 1)
    weeks = sum(1 for _, note in shown if note.startswith("weekly-"))
    once = len(notes) - len({note for note in notes if note.startswith("weekly-")})
    return Figures(kills, len(wanted) - len(series), once, resumed, lost, doubled, len(series), weeks)


def append(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"{line}\n")


def start(work: object) -> int:
    """Run ``work`` in a process of its own; forked, so that it begins at once."""
    child = os.fork()
    if child == 0:
        try:
            work()  # type: ignore[operator]
        except Exception:  # noqa: BLE001 - whatever goes wrong in a child is shown
            traceback.print_exc()
        finally:
            os._exit(0)
    return child


def in_child(work: object) -> None:
    os.waitpid(start(work), 0)


def kill(child: int) -> None:
    if child:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _now() -> dt.datetime:
    """The fast clock; the same in every process of a run."""
    return _BEGUN + (dt.datetime.now(tz=dt.UTC) - _BEGUN) * _FAST


def main() -> int:
    """Run it from the command line; 1 when something was lost or told twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--store", default=None, help="an empty store; a SQLite file of its own without it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or f"sqlite:///{folder}/store.db"
        figures = run_loop(store, kills=asked.kills, replicas=asked.replicas, folder=Path(folder))
    print(figures)
    return 1 if figures.lost or figures.doubled else 0


if __name__ == "__main__":
    sys.exit(main())
