"""A deal won twice: two ids for one win, as a merge of two accounts leaves them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from knowledge.imports.lookups import Found, chunks
from knowledge.imports.shapes import Values
from knowledge.tables import Deal
from knowledge.terms import DealOutcome

Win = tuple[object, ...]


def find_twins(connection: Connection, system: str, parts: Iterable[Values]) -> dict[str, str]:
    """The ids of won deals that equal another win in account, name, day and amount, and the key of that other."""
    wins = [(str(part.get("id")), win) for part in parts if (win := _win(part))]
    accounts = {win[0] for _, win in wins}
    first: dict[Win, str] = {}
    columns = (Deal.account_id, Deal.name, Deal.closed_on, Deal.amount_minor, Deal.currency)
    for portion in chunks(accounts):
        days = {win[2] for _, win in wins}
        won = select(Deal.key, *columns).where(Deal.outcome == DealOutcome.WON, Deal.account_id.in_(portion))
        narrowed = won.where(Deal.closed_on >= min(days), Deal.closed_on <= max(days)).order_by(Deal.id)  # type: ignore[type-var]
        for row in connection.execute(narrowed):
            first.setdefault(tuple(row[1:]), row[0])
    twins = {}
    for row_id, win in wins:
        if (other := first.setdefault(win, f"{system}:{row_id}")) != f"{system}:{row_id}":
            twins[row_id] = other
    return twins


def _win(part: Values) -> Win | None:
    """What makes two wins one; a deal without a name or amount tells too little."""
    account = part.get("account")
    if part.get("outcome") != DealOutcome.WON or not isinstance(account, Found) or not part.get("id"):
        return None
    marks = (part.get("name"), part.get("closed_on"), part.get("amount"), part.get("currency"))
    return (account.id, *marks) if all(mark is not None for mark in marks) else None
