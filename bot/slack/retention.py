"""Drops what no retry of Slack and no crash can ask for any more, so that not every message stays for ever."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from dataclasses import dataclass

from bot.jobs.queue import JobQueue
from bot.ports import Office

log = logging.getLogger(__name__)

# Slack tries for an hour; a replica that was away for longer than this finds its events too old to be answered.
KEPT = dt.timedelta(days=7)
_EVERY_SECONDS = 3_600


@dataclass(frozen=True)
class Tidying:
    """What was said and done stays in the audit trail; this is only about doing it once."""

    office: Office
    durable: JobQueue

    def tidy(self, now: dt.datetime) -> None:
        """Once."""
        self.office.forget_done(now - KEPT)
        while self.durable.forget(now - KEPT):
            pass

    def tidy_until(self, stop: threading.Event) -> None:
        """Every hour until told to stop."""
        while not stop.wait(_EVERY_SECONDS):
            try:
                self.tidy(dt.datetime.now(tz=dt.UTC))
            except Exception:
                log.exception("old work could not be dropped; trying again")
