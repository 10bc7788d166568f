"""Needs in the customer's words, as somebody of ours heard them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from knowledge.accounts.history import NeedSaid
from knowledge.accounts.queries.accounts import load_account
from knowledge.accounts.queries.history import load_open_needs
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.offers.needs import find_same_need
from knowledge.tables import Need
from knowledge.terms import NeedStatus


@dataclass(frozen=True)
class NeedRecorded:
    """``same`` is what they said before about the same thing; ``change`` undoes the recording."""

    id: int
    change: int
    same: NeedSaid | None


def record_need(
    unit_of_work: AuditedUnitOfWork, account_id: int, text: str, *, said_by: str | None, product_id: int | None
) -> NeedRecorded:
    """Keep a need; one that says the same as an open one is tied to it, so that both count once."""
    load_account(unit_of_work.access, account_id)
    products = load_catalogue(unit_of_work.access).on_sale
    same = find_same_need(text, load_open_needs(unit_of_work.access, account_id), products)
    row = unit_of_work.new_row()
    values = {
        **row,
        "account_id": account_id,
        "recorded_by_id": unit_of_work.person_id,
        "product_id": product_id,
        "text": text,
        "said_by": said_by,
        "said_on": unit_of_work.access.as_of,
        "status": NeedStatus.OPEN,
        "same_as_key": _first_key(unit_of_work, same.id) if same else None,
    }
    need_id = unit_of_work.access.connection.execute(insert(Need).values(values).returning(Need.id)).scalar_one()
    change = unit_of_work.audit("need.recorded", account_id=account_id, text=text, facts={"need_id": need_id})
    return NeedRecorded(int(need_id), change, same)


def drop_need(unit_of_work: AuditedUnitOfWork, need_id: int) -> None:
    """Take a need back, as if it had not been said; the audit trail keeps that it was."""
    unit_of_work.access.connection.execute(delete(Need).where(Need.id == need_id))


def _first_key(unit_of_work: AuditedUnitOfWork, need_id: int) -> str:
    row = unit_of_work.access.connection.execute(select(Need.key, Need.same_as_key).where(Need.id == need_id)).one()
    return str(row.same_as_key or row.key)
