"""What the machine did by itself or for operations, kept so that it can be asked for: files taken in, nights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, insert

from knowledge.kernel.moments import as_utc
from knowledge.tables import WorkRun


class RunKind(StrEnum):
    """What kind of work it was."""

    IMPORT = "import"
    NIGHT = "night"


@dataclass(frozen=True)
class Run:
    """One piece of work that has ended; moments in UTC, counts of lines (of a night: ``read`` customers)."""

    kind: RunKind
    name: str
    began_at: dt.datetime
    ended_at: dt.datetime
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    rejected: int = 0
    reject_file: str | None = None
    reasons: Mapping[str, int] = field(default_factory=dict)
    failure: str | None = None


def utc_now() -> dt.datetime:
    """The moment at which work begins or ends."""
    return dt.datetime.now(tz=dt.UTC)


def note_run(connection: Connection, run: Run) -> None:
    """Keep it, in the transaction of the work itself: what was rolled back was not done."""
    reasons = "; ".join(f"{count} × {reason}" for reason, count in run.reasons.items())
    kept = asdict(run) | {"reasons": reasons or None}
    kept |= {"began_at": as_utc(run.began_at), "ended_at": as_utc(run.ended_at)}
    connection.execute(insert(WorkRun).values(**kept))
