"""What durable work has left lying, read from outside while another process works, or none does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from dbos import DBOSClient

from bot.jobs.database import work_url
from bot.jobs.json_only import JsonOnly
from bot.jobs.queue import SCHEMA

# Half an hour is how long an answer waits for Slack; what is older waits for a process that does not come.
WAITS = dt.timedelta(minutes=45)
# Cancelled is what ended every process that took it up.
_UNDONE = ["PENDING", "ENQUEUED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED"]


@dataclass(frozen=True)
class Stuck:
    """``count`` jobs begun before the moment asked about and not done; ``replicas``: the names of who began them."""

    count: int
    replicas: tuple[str, ...]


def find_stuck(store_url: str, *, before: dt.datetime, schema: str = SCHEMA) -> Stuck | None:
    """What is stuck; None where no work was ever done beside this store (SQLite)."""
    url = work_url(store_url)
    scheme, _, path = url.partition(":///")
    if scheme.startswith("sqlite") and not Path(path).exists():
        return None
    client = DBOSClient(
        system_database_url=_within_seconds(url), dbos_system_schema=schema, serializer=JsonOnly(), lazy=True
    )
    try:
        found = client.list_workflows(
            status=_UNDONE, end_time=before.astimezone(dt.UTC).isoformat(), load_input=False, load_output=False
        )
    finally:
        client.destroy()
    return Stuck(len(found), tuple(sorted({job.executor_id for job in found if job.executor_id})))


def _within_seconds(url: str) -> str:
    """The same for PostgreSQL with a limit to connecting, so that a server that is gone keeps nobody for minutes."""
    if not url.startswith("postgres") or "connect_timeout" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}connect_timeout=10"
