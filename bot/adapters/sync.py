"""The firm's sources on their way into the store."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from bot.adapters.open_store import address_of
from bot.clock import utc_now
from bot.jobs.queue import JobQueue, Steps
from knowledge.imports.run import Progress
from knowledge.knowledge import Knowledge
from knowledge.sync.by_rules import SourceReport, exit_code, sync_due, sync_store
from knowledge.sync.connecting import Connecting, connect, describe_kinds

__all__ = ["Connecting", "SourceReport", "connect", "describe_kinds", "exit_code", "schedule_sync", "sync_now"]

SYNC = "sync"
_EVERY_MINUTE = "* * * * *"  # looks; each source has its own time
log = logging.getLogger(__name__)


def sync_now(
    names: Sequence[str],
    *,
    store: str | None,
    is_full: bool,
    accepts_gone: bool,
    dry_run: bool,
    progress: Progress | None,
) -> Iterator[SourceReport]:
    """Sync these sources, all where none is named. SourceRefused where one is named that nobody declared."""
    yield from sync_store(
        names,
        store=address_of(store),
        clock=utc_now,
        is_full=is_full,
        accepts_gone=accepts_gone,
        dry_run=dry_run,
        progress=progress,
    )


def schedule_sync(durable: JobQueue, knowledge: Knowledge) -> None:
    """Let the service sync its sources, each when its time has come; once, however many replicas run."""

    def job(_facts: dict[str, Any], steps: Steps) -> None:
        steps.run("sync", sync)

    def sync() -> None:
        for report in sync_due(knowledge.engine, durable.store_url, knowledge.rules.sync, now=utc_now()):
            for table, why in report.failures.items():
                log.warning("source %s, table %s: %s", report.name, table, why)

    durable.add(SYNC, job)
    durable.every(SYNC, _EVERY_MINUTE, SYNC, timezone="UTC", makes_up=False)
