"""Drops what its time is over for, as ``retention`` in config.yml says: nothing stays for ever by chance."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from dataclasses import dataclass

from bot.clock import utc_now
from bot.jobs.queue import JobQueue
from bot.ports import Office

log = logging.getLogger(__name__)

_EVERY_SECONDS = 3_600


@dataclass(frozen=True)
class Tidying:
    """Conversations, answers kept for repeated events, finished work, and the other kinds that the firm gave days."""

    office: Office
    durable: JobQueue

    def tidy(self, now: dt.datetime) -> None:
        """Once."""
        self.office.forget_aged(now)
        while self.durable.forget(now - self.office.jobs_kept):
            pass

    def tidy_until(self, stop: threading.Event) -> None:
        """Every hour until told to stop."""
        while not stop.wait(_EVERY_SECONDS):
            try:
                self.tidy(utc_now())
            except Exception:
                log.exception("old work could not be dropped; trying again")
