"""What the firm's losses have taught, as the last night kept it: one answer reads it, and does not learn anew."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from knowledge.churn.lesson import ChurnLesson
from knowledge.kernel.access import AccessContext
from knowledge.kernel.materialized import find_materialized, load_newest, store_materialized
from knowledge.tables import AccountDay, DerivedTable

_NAME = "churn_lesson"
_FRESH_DAYS = 7  # a week without a night's look, and what was learned is not told any more


def keep_lesson(access: AccessContext, lesson: ChurnLesson) -> None:
    """Keep what was learned on the day asked about."""
    store_materialized(access.connection, _NAME, access.as_of, lesson.to_columns())


def load_lesson(access: AccessContext) -> ChurnLesson | None:
    """The newest lesson, of the day asked about or of the week before it; None without any."""
    since = access.as_of - dt.timedelta(days=_FRESH_DAYS)
    days = DerivedTable.as_of.between(since, access.as_of)
    latest = select(func.max(DerivedTable.as_of)).where(DerivedTable.name == _NAME, days)
    day = access.connection.execute(latest).scalar()
    columns = find_materialized(access.connection, _NAME, day) if day else None
    return ChurnLesson.from_columns(columns) if columns else None


def load_points_hold(access: AccessContext) -> bool:
    """Whether the points proved themselves on the firm's own past days, by the newest lesson of the last week."""
    since = access.as_of - dt.timedelta(days=_FRESH_DAYS)
    columns = load_newest(access.connection, _NAME, since=since, until=access.as_of)
    return bool(columns and ChurnLesson.from_columns(columns).points_hold)


def load_learned(access: AccessContext, account_id: int) -> tuple[float | None, float | None]:
    """One customer's place in the learned order and chance, as kept in the last week; missing where none holds."""
    since = access.as_of - dt.timedelta(days=_FRESH_DAYS)
    query = (
        select(AccountDay.learned, AccountDay.chance)
        .where(AccountDay.account_id == account_id, AccountDay.day.between(since, access.as_of))
        .where(access.sees(AccountDay.account_id))
        .order_by(AccountDay.day.desc())
        .limit(1)
    )
    row = access.connection.execute(query).first()
    return (row.learned, row.chance) if row else (None, None)
