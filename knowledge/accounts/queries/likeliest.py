"""Which customers somebody probably means who names none."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, AuditEntry, Subscription

_ENTRIES = 2_000  # of everybody, looked at from the newest; what lies further back is on nobody's mind


def load_likeliest(access: AccessContext, *, most: int = 3) -> tuple[tuple[int, str], ...]:
    """Ids and names: whom the viewer asked about last, then those of their own whose contracts renew next."""
    found: dict[int, str] = {}
    for account_id, name in (*_asked_about(access, most), *_renewing(access, most)):
        found.setdefault(account_id, name)
    return tuple(found.items())[:most]


def _asked_about(access: AccessContext, most: int) -> list[tuple[int, str]]:
    """The trail names somebody as they were named when they asked: by key, or by name in the terminal."""
    newest = (
        select(AuditEntry.id, AuditEntry.account_id, AuditEntry.person_key)
        .order_by(AuditEntry.id.desc())
        .limit(_ENTRIES)
        .subquery()
    )
    query = (
        select(Account.id, Account.name)
        .join(newest, newest.c.account_id == Account.id)
        .where(newest.c.person_key.in_([access.viewer.key, access.viewer.name]), access.visible)
        .group_by(Account.id, Account.name)
        .order_by(func.max(newest.c.id).desc())
        .limit(most)
    )
    return [(row.id, row.name) for row in access.connection.execute(query)]


def _renewing(access: AccessContext, most: int) -> list[tuple[int, str]]:
    me = access.viewer.person_id
    query = (
        select(Account.id, Account.name)
        .join(Subscription, Subscription.account_id == Account.id)
        .where(access.visible, Account.is_test.is_(False), Subscription.renews_on >= access.as_of)
        .where(or_(Subscription.ended_on.is_(None), Subscription.ended_on > access.as_of))
        .group_by(Account.id, Account.name)
        .order_by(func.min(Subscription.renews_on), Account.id)
        .limit(most)
    )
    if me is not None:
        query = query.where(or_(Account.owner_id == me, Account.csm_id == me))
    return [(row.id, row.name) for row in access.connection.execute(query)]
