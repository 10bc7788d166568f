"""One hold, whether or not it is still in force."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from knowledge.kernel.access import AccessContext
from knowledge.tables import Hold


@dataclass(frozen=True)
class HoldKept:
    """A hold as it was placed. ``was_lifted``: somebody ended it before its day."""

    id: int
    reason: str
    was_lifted: bool


def load_hold_by_id(access: AccessContext, hold_id: int) -> HoldKept | None:
    """The hold with this number; None where this viewer may not see the account."""
    query = select(Hold.id, Hold.reason, Hold.lifted_on).where(Hold.id == hold_id, access.sees(Hold.account_id))
    row = access.connection.execute(query).first()
    return HoldKept(row.id, row.reason, row.lifted_on is not None) if row else None
