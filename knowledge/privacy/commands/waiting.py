"""Waits until nobody may still read what was erased: PostgreSQL keeps rows for whoever began before."""

from __future__ import annotations

import time

from sqlalchemy import Connection, text

_SECONDS = 30.0  # longer than an answer or a page of an import; a night is not waited for
_POLL_SECONDS = 0.1
_NOW = text("SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)")
_OLDER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND "
    "least(CAST(CAST(backend_xmin AS text) AS bigint), CAST(CAST(backend_xid AS text) AS bigint)) < :now"
)


def wait_for_others(connection: Connection) -> bool:
    """Whether all transactions that are older than now have ended, within half a minute."""
    now: int = connection.execute(_NOW).scalar_one()
    until = time.monotonic() + _SECONDS
    while connection.execute(_OLDER, {"now": now}).scalar():
        if time.monotonic() > until:
            return False
        time.sleep(_POLL_SECONDS)
    return True
