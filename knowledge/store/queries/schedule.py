"""How telling people goes: when somebody was told last, and what waits though it is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from knowledge.store.changes.notices import NoticeState
from knowledge.store.models import Notice
from knowledge.store.moments import as_utc
from knowledge.store.sight import OPERATOR

LATE = dt.timedelta(minutes=15)  # the service looks once a minute


@dataclass(frozen=True)
class Telling:
    """``stuck``: how many notices should have been told by the moment asked about; ``oldest``: since when."""

    last: dt.datetime | None
    stuck: int
    oldest: dt.datetime | None


def load_telling(connection: Connection, *, due_before: dt.datetime) -> Telling:
    """What is told from outside; the operator's own notices wait for the operator."""
    last = connection.execute(select(func.max(Notice.delivered_at))).scalar()
    late = select(func.count(), func.min(Notice.due_at)).where(
        Notice.state.in_([NoticeState.WAITING, NoticeState.CLAIMED]),
        Notice.due_at < as_utc(due_before),
        Notice.person_key != OPERATOR.key,
    )
    stuck, oldest = connection.execute(late).one()
    return Telling(as_utc(last) if last else None, int(stuck), as_utc(oldest) if oldest else None)
