"""Many accounts by name, with those who look after them: the head of each line of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import aliased

from knowledge.accounts.history import AccountHead
from knowledge.kernel.access import AccessContext
from knowledge.kernel.rows import record_of
from knowledge.tables import Account, Person

_CHUNK = 500


def load_heads(access: AccessContext, ids: Sequence[int]) -> dict[int, AccountHead]:
    """The heads of those accounts that the viewer may see."""
    owner, csm = aliased(Person), aliased(Person)
    query = (
        select(
            Account.id,
            Account.name,
            owner.name.label("owner"),
            owner.key.label("owner_key"),
            csm.name.label("csm"),
            csm.key.label("csm_key"),
            owner.left_on.label("owner_left_on"),
        )
        .outerjoin(owner, owner.id == Account.owner_id)
        .outerjoin(csm, csm.id == Account.csm_id)
        .where(access.visible)
    )
    found: dict[int, AccountHead] = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        for row in access.connection.execute(query.where(Account.id.in_(some))):
            found[row.id] = _as_of(record_of(AccountHead, row), access.as_of)
    return found


def _as_of(head: AccountHead, day: dt.date) -> AccountHead:
    """The owner leaves on a later day, and is here still."""
    is_here = head.owner_left_on is None or head.owner_left_on > day
    return replace(head, owner_left_on=None) if is_here else head
