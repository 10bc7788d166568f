"""Needs in the customer's words, as somebody of ours heard them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from knowledge.analytics.needs import find_same_need
from knowledge.history import NeedSaid
from knowledge.store.changes.pen import Pen
from knowledge.store.models import Need
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.catalogue import load_catalogue
from knowledge.store.queries.history import load_open_needs
from knowledge.terms import NeedStatus


@dataclass(frozen=True)
class NeedRecorded:
    """``same`` is what they said before about the same thing; ``change`` undoes the recording."""

    id: int
    change: int
    same: NeedSaid | None


def record_need(pen: Pen, account_id: int, text: str, *, said_by: str | None, product_id: int | None) -> NeedRecorded:
    """Keep a need; one that says the same as an open one is tied to it, so that both count once."""
    load_account(pen.book, account_id)
    products = [card for card in load_catalogue(pen.book).products.values() if card.retired_on is None]
    same = find_same_need(text, load_open_needs(pen.book, account_id), products)
    row = pen.new_row()
    values = {
        **row,
        "account_id": account_id,
        "recorded_by_id": pen.person_id,
        "product_id": product_id,
        "text": text,
        "said_by": said_by,
        "said_on": pen.book.as_of,
        "status": NeedStatus.OPEN,
        "same_as_key": _first_key(pen, same.id) if same else None,
    }
    need_id = pen.book.connection.execute(insert(Need).values(values).returning(Need.id)).scalar_one()
    change = pen.audit("need.recorded", account_id=account_id, text=text, facts={"need_id": need_id})
    return NeedRecorded(int(need_id), change, same)


def drop_need(pen: Pen, need_id: int) -> None:
    """Take a need back, as if it had not been said; the audit trail keeps that it was."""
    pen.book.connection.execute(delete(Need).where(Need.id == need_id))


def _first_key(pen: Pen, need_id: int) -> str:
    row = pen.book.connection.execute(select(Need.key, Need.same_as_key).where(Need.id == need_id)).one()
    return str(row.same_as_key or row.key)
