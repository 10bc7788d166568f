"""A process that works, for tests that kill it: writes one line to a file at each step."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, cast

from bot.adapters.office import StoreOffice
from bot.dialogue.conversation import Conversation
from bot.jobs.heartbeat import Lives
from bot.jobs.queue import JobQueue, Steps
from knowledge.knowledge import open_knowledge


def open_board(store_url: str) -> StoreOffice:
    """The store, as far as replicas leave signs for each other in it."""
    return StoreOffice(open_knowledge(store_url), cast("Conversation", None))


def main(store_url: str, schema: str, file: str, die_before: str, replica: str = "one", beats: str = "") -> None:
    """Do the job "three steps"; killed -9 before the step named ``die_before``. ``beats``: it says that it lives."""

    def write(step: str) -> str:
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(step + "\n")
        return step

    def three_steps(facts: dict[str, Any], steps: Steps) -> None:
        for step in ("first", "second", "third"):
            if step == die_before:
                os.kill(os.getpid(), signal.SIGKILL)
            steps.run(step, write, step)

    durable = JobQueue(store_url, replica=replica, schema=schema)
    durable.add("three_steps", three_steps)
    durable.launch()
    if beats:
        Lives(replica, open_board(store_url), durable).beat()
    durable.start_once("only-one", "three_steps", {}, lane="rei" if beats else None)
    limit = time.monotonic() + 30
    while durable.count_open() and time.monotonic() < limit:
        time.sleep(0.05)
    os._exit(0)  # a killed process closes nothing either


if __name__ == "__main__":
    main(*sys.argv[1:])
