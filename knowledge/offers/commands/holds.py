"""Holds: CS asks that nobody pitches an account for a while."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, update

from knowledge.accounts.queries.accounts import load_account
from knowledge.accounts.queries.history import load_hold
from knowledge.errors import AccountUnknown
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.tables import Hold


def place_hold(unit_of_work: AuditedUnitOfWork, account_id: int, reason: str, *, until: dt.date) -> tuple[int, int]:
    """Hold an account up to the day before ``until``; a hold in force is replaced. Hold id, and the change to undo."""
    load_account(unit_of_work.access, account_id)
    before = load_hold(unit_of_work.access, account_id)
    if before:
        _lift(unit_of_work, before.id)
    values = {
        **unit_of_work.new_row(),
        "account_id": account_id,
        "placed_by_id": unit_of_work.person_id,
        "reason": reason,
        "placed_on": unit_of_work.access.as_of,
        "expires_on": until,
    }
    hold_id = int(unit_of_work.access.connection.execute(insert(Hold).values(values).returning(Hold.id)).scalar_one())
    facts = {"hold_id": hold_id, "before_id": before.id if before else None, "until": until.isoformat()}
    return hold_id, unit_of_work.audit("hold.placed", account_id=account_id, text=reason, facts=facts)


def lift_hold(unit_of_work: AuditedUnitOfWork, account_id: int) -> int:
    """End the hold in force today; the change to undo. AccountUnknown where the account is out of sight."""
    load_account(unit_of_work.access, account_id)
    hold = load_hold(unit_of_work.access, account_id)
    if hold is None:
        raise AccountUnknown("No hold is in force on this account.", mention=str(account_id), nearest=0)
    _lift(unit_of_work, hold.id)
    return unit_of_work.audit("hold.lifted", account_id=account_id, text=hold.reason, facts={"hold_id": hold.id})


def undo_hold(unit_of_work: AuditedUnitOfWork, hold_id: int, before_id: int | None) -> None:
    """End a hold as if it had not been placed; the one before it is in force again."""
    _lift(unit_of_work, hold_id)
    if before_id is not None:
        undo_lift(unit_of_work, before_id)


def undo_lift(unit_of_work: AuditedUnitOfWork, hold_id: int) -> None:
    """The hold is in force again until its day."""
    unit_of_work.access.connection.execute(update(Hold).where(Hold.id == hold_id).values(lifted_on=None))


def _lift(unit_of_work: AuditedUnitOfWork, hold_id: int) -> None:
    unit_of_work.access.connection.execute(
        update(Hold).where(Hold.id == hold_id).values(lifted_on=unit_of_work.access.as_of)
    )
