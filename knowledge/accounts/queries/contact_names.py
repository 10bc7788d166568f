"""People at customers by name, as far as their customers may be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, or_, select

from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, Contact

_MOST = 20


class ContactNamed(NamedTuple):
    """``said`` names this person at this customer."""

    said: str
    name: str
    account_id: int
    account: str


def find_contacts(access: AccessContext, spellings: Sequence[str]) -> list[ContactNamed]:
    """Those with such a name: the whole of it, or one of its halves ("Olivia", 水野)."""
    asked = {said.casefold(): said for said in spellings}
    if not asked:
        return []
    lower = func.lower(Contact.name)
    halves = [lower.like(f"{_escaped(said)} %", escape="\\") for said in asked]
    halves += [lower.like(f"% {_escaped(said)}", escape="\\") for said in asked]
    query = (
        select(Contact.name, Contact.account_id, Account.name.label("account"))
        .join(Account, Account.id == Contact.account_id)
        .where(or_(lower.in_(asked), func.replace(lower, " ", "").in_(asked), *halves), access.visible)
        .order_by(Contact.id)
        .limit(_MOST)
    )
    return [
        ContactNamed(said, row.name, row.account_id, row.account)
        for row in access.connection.execute(query)
        for plain, said in asked.items()
        if plain in {*row.name.casefold().split(), row.name.casefold(), "".join(row.name.casefold().split())}
    ]


def _escaped(said: str) -> str:
    return said.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
