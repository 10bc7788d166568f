"""Holds: CS asks that nobody pitches an account for a while."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, update

from knowledge.errors import AccountUnknown
from knowledge.store.changes.pen import Pen
from knowledge.store.models import Hold
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.history import load_hold


def place_hold(pen: Pen, account_id: int, reason: str, *, until: dt.date) -> tuple[int, int]:
    """Hold an account up to the day before ``until``; a hold in force is replaced. Hold id, and the change to undo."""
    load_account(pen.book, account_id)
    before = load_hold(pen.book, account_id)
    if before:
        _lift(pen, before.id)
    values = {
        **pen.new_row(),
        "account_id": account_id,
        "placed_by_id": pen.person_id,
        "reason": reason,
        "placed_on": pen.book.as_of,
        "expires_on": until,
    }
    hold_id = int(pen.book.connection.execute(insert(Hold).values(values).returning(Hold.id)).scalar_one())
    facts = {"hold_id": hold_id, "before_id": before.id if before else None, "until": until.isoformat()}
    return hold_id, pen.audit("hold.placed", account_id=account_id, text=reason, facts=facts)


def lift_hold(pen: Pen, account_id: int) -> int:
    """End the hold in force today; the change to undo. AccountUnknown where the account is out of sight."""
    load_account(pen.book, account_id)
    hold = load_hold(pen.book, account_id)
    if hold is None:
        raise AccountUnknown("No hold is in force on this account.", mention=str(account_id), nearest=0)
    _lift(pen, hold.id)
    return pen.audit("hold.lifted", account_id=account_id, text=hold.reason, facts={"hold_id": hold.id})


def undo_hold(pen: Pen, hold_id: int, before_id: int | None) -> None:
    """End a hold as if it had not been placed; the one before it is in force again."""
    _lift(pen, hold_id)
    if before_id is not None:
        undo_lift(pen, before_id)


def undo_lift(pen: Pen, hold_id: int) -> None:
    """The hold is in force again until its day."""
    pen.book.connection.execute(update(Hold).where(Hold.id == hold_id).values(lifted_on=None))


def _lift(pen: Pen, hold_id: int) -> None:
    pen.book.connection.execute(update(Hold).where(Hold.id == hold_id).values(lifted_on=pen.book.as_of))
