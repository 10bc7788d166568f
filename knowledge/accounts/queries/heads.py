"""Many accounts by name, with those who look after them: the head of each line of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, Person

_CHUNK = 500


@dataclass(frozen=True)
class AccountHead:
    """One account as a line names it."""

    id: int
    name: str
    owner: str | None
    owner_key: str | None
    csm: str | None
    csm_key: str | None


def load_heads(access: AccessContext, ids: Sequence[int]) -> dict[int, AccountHead]:
    """The heads of those accounts that the viewer may see."""
    owner, csm = aliased(Person), aliased(Person)
    query = (
        select(Account.id, Account.name, owner.name, owner.key, csm.name, csm.key)
        .outerjoin(owner, owner.id == Account.owner_id)
        .outerjoin(csm, csm.id == Account.csm_id)
        .where(access.visible)
    )
    found: dict[int, AccountHead] = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        found |= {row[0]: AccountHead(*row) for row in access.connection.execute(query.where(Account.id.in_(some)))}
    return found
