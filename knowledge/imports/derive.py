"""Purchases that follow from won deals: one for each line of a won deal, gone again when the deal is won no more."""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, func, insert, literal, or_, select, update
from sqlalchemy.sql import ColumnElement

from knowledge.tables import Deal, DealLine, Purchase, Subscription
from knowledge.terms import DealOutcome

_PREFIX = "won:"


def derive_purchases(connection: Connection, system: str) -> dict[str, int]:
    """Bring the derived purchases of one system's deals up to date; how many were added, changed, removed."""
    key = literal(_PREFIX) + DealLine.key
    is_won = and_(
        Deal.outcome == DealOutcome.WON, Deal.closed_on.is_not(None), Deal.key.startswith(f"{system}:", autoescape=True)
    )
    return {
        "added": _add(connection, key, is_won),
        "changed": _change(connection, key, is_won),
        "removed": _remove(connection, system),
    }


def settle_purchases(connection: Connection, system: str) -> dict[str, int] | None:
    """The same for our own files, where nothing but deals tells what was bought: no purchases and no contracts.

    Once either is there, what followed from deals is removed; None where that changes nothing.
    """
    told = select(literal(1)).where(~Purchase.key.startswith(_PREFIX)).exists()
    has_others = connection.execute(select(told | select(literal(1)).select_from(Subscription).exists())).scalar()
    if not has_others:
        return derive_purchases(connection, system)
    removed = connection.execute(delete(Purchase).where(_ours(system))).rowcount
    return {"removed": removed} if removed else None


def _ours(system: str) -> ColumnElement[bool]:
    return Purchase.key.startswith(_PREFIX) & Purchase.deal_key.startswith(f"{system}:", autoescape=True)


def _add(connection: Connection, key: ColumnElement[str], is_won: ColumnElement[bool]) -> int:
    names = [*(ours for ours, _ in _PAIRS), "key"]
    wanted = select(*(theirs for _, theirs in _PAIRS), key).join(Deal, Deal.id == DealLine.deal_id)
    there = select(literal(1)).where(Purchase.key == key).exists()
    statement = insert(Purchase).from_select(names, wanted.where(is_won, ~there))
    return connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount  # else -1 on PostgreSQL


def _change(connection: Connection, key: ColumnElement[str], is_won: ColumnElement[bool]) -> int:
    differs = or_(*(getattr(Purchase, ours).is_distinct_from(theirs) for ours, theirs in _PAIRS[:7]))
    statement = update(Purchase).where(Purchase.key == key, DealLine.deal_id == Deal.id, is_won, differs)
    return connection.execute(statement.values(dict(_PAIRS))).rowcount


def _remove(connection: Connection, system: str) -> int:
    line_key = func.substr(Purchase.key, len(_PREFIX) + 1)
    still = select(literal(1)).where(
        DealLine.key == line_key,
        Deal.id == DealLine.deal_id,
        Deal.outcome == DealOutcome.WON,
        Deal.closed_on.is_not(None),
    )
    return connection.execute(delete(Purchase).where(_ours(system), ~still.exists())).rowcount


_PAIRS = (
    ("account_id", Deal.account_id),
    ("product_id", DealLine.product_id),
    ("purchased_on", Deal.closed_on),
    ("quantity", DealLine.quantity),
    ("amount_minor", DealLine.amount_minor),
    ("currency", DealLine.currency),
    ("deal_key", Deal.key),
    ("source", DealLine.source),
    ("source_line", DealLine.source_line),
)
