"""How telling people goes: when somebody was told last, and what waits though it is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from knowledge.kernel.moments import as_utc
from knowledge.kernel.troubles import NIGHT, load_trouble, load_untold
from knowledge.kernel.visibility import OPERATOR
from knowledge.notifications.commands.notifications import NoticeState
from knowledge.tables import Notice

LATE = dt.timedelta(minutes=15)  # the service looks once a minute


@dataclass(frozen=True)
class Telling:
    """``stuck``: how many notices should have been told by the moment asked about; ``oldest``: since when.

    ``night_failed``: since when the look at all customers fails, so that no digest is noted.
    """

    last: dt.datetime | None
    stuck: int
    oldest: dt.datetime | None
    night_failed: dt.datetime | None = None


def load_telling(connection: Connection, *, due_before: dt.datetime) -> Telling:
    """What is told from outside; the operator's own notices wait for the operator."""
    last = connection.execute(select(func.max(Notice.delivered_at))).scalar()
    stuck = _find_stuck(connection, due_before)
    night = load_trouble(connection, NIGHT)
    return Telling(
        as_utc(last) if last else None,
        len(stuck),
        min(stuck.values(), default=None),
        night if night and night < due_before else None,
    )


def _find_stuck(connection: Connection, due_before: dt.datetime) -> dict[int, dt.datetime]:
    """By notice, since when: what nobody takes up, and what is taken up, cannot be told and is put off each time."""
    untold = {each: since for each, since in load_untold(connection).items() if since < due_before}
    waits = select(Notice.id, Notice.due_at).where(
        Notice.state.in_([NoticeState.WAITING, NoticeState.CLAIMED]),
        (Notice.due_at < as_utc(due_before)) | Notice.id.in_(untold),
        Notice.person_key != OPERATOR.key,
    )
    return {each: untold.get(each, as_utc(due_at)) for each, due_at in connection.execute(waits)}
