"""A process of one release that sets a reminder or brings what is due; tests kill it and go on with the next."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from actions.notification_dispatcher import NotificationDispatcher
from actions.reply import Reply
from bot.jobs import queue as work
from bot.jobs.queue import JobQueue, Steps
from knowledge.kernel.database import open_engine
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.knowledge import Knowledge
from knowledge.notifications.commands.reminders import set_reminder
from knowledge.notifications.rules import ReminderRules
from knowledge.playbook.rules import Rules

_LEASE_SECONDS = 1
_SLEEPS = dt.timedelta(seconds=2)
RULES = Rules(
    reminders=ReminderRules(quiet_from=dt.time(0), quiet_until=dt.time(0), lease_seconds=_LEASE_SECONDS),
)


def main(store_url: str, schema: str, file: str, work_version: str, then: str) -> None:
    """Set a reminder and be killed while it sleeps (``set``) or once it was shown (``killed_telling``), or tell it."""
    work.WORK_VERSION = work_version
    knowledge = Knowledge(open_engine(store_url), RULES, trusts_operator=True)
    dispatcher, shown = NotificationDispatcher(knowledge, lambda: dt.datetime.now(tz=dt.UTC), "one"), Path(file)

    def deliver(person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        del person_key
        if again and key in shown.read_text(encoding="utf-8"):
            return
        with shown.open("a", encoding="utf-8") as lines:
            lines.write(f"{key} {reply.headline}\n")
        if then == "killed_telling":
            os.kill(os.getpid(), signal.SIGKILL)

    def bring(facts: dict[str, Any], steps: Steps) -> None:
        del facts
        steps.run("bring", lambda: dispatcher.bring(deliver, person_key="rei"))

    durable = JobQueue(store_url, schema=schema)
    durable.add("bring", bring)
    durable.launch()
    durable.every("bring", "* * * * * *", "bring", timezone="UTC", makes_up=False)
    if then != "tell":
        now = dt.datetime.now(tz=dt.UTC)
        with knowledge.access("rei", as_of=now.date()) as access:
            unit_of_work = AuditedUnitOfWork(access, now, "test")
            set_reminder(unit_of_work, due_at=now + _SLEEPS, text="call Acme", language="en", account_id=None, facts={})
    if then == "set":
        os.kill(os.getpid(), signal.SIGKILL)
    limit = time.monotonic() + 60
    while not shown.read_text(encoding="utf-8") and time.monotonic() < limit:
        time.sleep(0.05)
    time.sleep(_LEASE_SECONDS + 3)  # a second telling would come by now
    os._exit(0)  # a process that is stopped hard closes nothing either


if __name__ == "__main__":
    main(*sys.argv[1:])
