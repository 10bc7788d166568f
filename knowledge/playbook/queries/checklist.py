"""Checklist items that people ticked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import String, bindparam, func, select

from knowledge.accounts.queries.aggregates.frame import Among, Statement
from knowledge.accounts.queries.of_account import rows_of
from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc
from knowledge.tables import Account, ChecklistMark, Person


@dataclass(frozen=True)
class BegunList:
    """A checklist that somebody is in the middle of: of which customer, for which talk."""

    account_id: int
    account: str
    talk: str


def load_marks(access: AccessContext, account_id: int, topic: str) -> dict[str, str]:
    """The ticked items of one account and topic, each with the name of who ticked it."""
    return {item: who or "operator" for item, who in rows_of(access, account_id, _marks, topic=topic)}


def _marks(among: Among) -> Statement:
    return (
        select(ChecklistMark.item, Person.name)
        .outerjoin(Person, Person.id == ChecklistMark.done_by_id)
        .where(ChecklistMark.topic == bindparam("topic", type_=String), among(ChecklistMark.account_id))
    )


def find_begun_lists(access: AccessContext, *, most: int = 3, within_days: int = 90) -> list[BegunList]:
    """The lists on which the viewer ticked something of late, the newest first."""
    since = dt.datetime.combine(access.as_of - dt.timedelta(days=within_days), dt.time(), tzinfo=dt.UTC)
    last = func.max(ChecklistMark.done_at)
    query = (
        select(ChecklistMark.account_id, Account.name, ChecklistMark.topic)
        .join(Account, Account.id == ChecklistMark.account_id)
        .where(
            ChecklistMark.done_by_id == access.viewer.person_id,
            ChecklistMark.done_at >= as_utc(since),
            access.sees(ChecklistMark.account_id),
        )
        .group_by(ChecklistMark.account_id, Account.name, ChecklistMark.topic)
        .order_by(last.desc(), ChecklistMark.account_id)
        .limit(most)
    )
    return [
        BegunList(found.account_id, found.name, found.topic.partition(":")[0])
        for found in access.connection.execute(query)
    ]
