"""What colleagues tell about a customer, written down: notes, touches, contacts, complaints, budgets, owners.

Each returns the number of the change, by which it is undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from knowledge.accounts.queries.accounts import load_account
from knowledge.errors import NothingToUndo
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.tables import Account, Contact, Note, Subscription, Ticket, Touch
from knowledge.terms import NoteKind, Severity, TicketStatus

_ROWS: Mapping[str, type[Note | Touch | Ticket | Contact]] = {
    "note_id": Note,
    "touch_id": Touch,
    "ticket_id": Ticket,
    "contact_id": Contact,
}


def keep_note(
    unit_of_work: AuditedUnitOfWork, account_id: int, text: str, *, kind: NoteKind, due_on: dt.date | None = None
) -> int:
    """Keep what somebody wrote down, in their words."""
    note_id = _add_note(unit_of_work, account_id, text, kind, due_on)
    facts = {"note_id": note_id, "kind": str(kind)}
    return unit_of_work.audit("note.recorded", account_id=account_id, text=text, facts=facts)


def keep_touch(unit_of_work: AuditedUnitOfWork, account_id: int, text: str, *, kind: str, on: dt.date) -> int:
    """Keep a call, a mail, a meeting or a visit of the writer's, with what was said."""
    values = {"person_id": unit_of_work.person_id, "happened_on": on, "kind": kind, "subject": text}
    touch_id = _insert(unit_of_work, Touch, account_id, values)
    facts = {"touch_id": touch_id, "kind": kind, "on": on.isoformat()}
    return unit_of_work.audit("touch.recorded", account_id=account_id, text=text, facts=facts)


def file_complaint(unit_of_work: AuditedUnitOfWork, account_id: int, text: str) -> int:
    """A complaint is an open severe request for help: nothing is offered until it is settled."""
    values = {
        "subject": text,
        "severity": Severity.SEVERE,
        "status": TicketStatus.OPEN,
        "opened_on": unit_of_work.access.as_of,
        "reopened": 0,
    }
    ticket_id = _insert(unit_of_work, Ticket, account_id, values)
    return unit_of_work.audit("complaint.filed", account_id=account_id, text=text, facts={"ticket_id": ticket_id})


def find_complaints(unit_of_work: AuditedUnitOfWork, account_id: int) -> list[int]:
    """The open complaints that somebody of ours told of, newest first."""
    ours = (Ticket.account_id == account_id, Ticket.source == "conversation", Ticket.closed_on.is_(None))
    query = select(Ticket.id).where(*ours).order_by(Ticket.id.desc())
    return [int(found) for found in unit_of_work.access.connection.execute(query).scalars()]


def settle_complaints(unit_of_work: AuditedUnitOfWork, account_id: int, ticket_ids: list[int]) -> int:
    """The complaints are settled today."""
    load_account(unit_of_work.access, account_id)
    values = {"status": TicketStatus.SOLVED, "closed_on": unit_of_work.access.as_of}
    unit_of_work.access.connection.execute(update(Ticket).where(Ticket.id.in_(ticket_ids)).values(values))
    return unit_of_work.audit("complaint.settled", account_id=account_id, facts={"ticket_ids": ticket_ids})


def freeze_budget(
    unit_of_work: AuditedUnitOfWork, account_id: int, text: str, *, until: dt.date, free_on: dt.date
) -> int:
    """No new money up to and including ``until``; the words that say so are kept."""
    note_id = _add_note(unit_of_work, account_id, text, NoteKind.NOTE, until)
    facts = {"note_id": note_id, **_set_frozen(unit_of_work, account_id, free_on)}
    return unit_of_work.audit("budget.frozen", account_id=account_id, text=text, facts=facts)


def free_budget(unit_of_work: AuditedUnitOfWork, account_id: int) -> int:
    """There is money again."""
    facts = _set_frozen(unit_of_work, account_id, None)
    return unit_of_work.audit("budget.freed", account_id=account_id, facts=facts)


def _set_frozen(unit_of_work: AuditedUnitOfWork, account_id: int, free_on: dt.date | None) -> dict[str, Any]:
    before = load_account(unit_of_work.access, account_id).budget_frozen_until
    _set_account(unit_of_work, account_id, {"budget_frozen_until": free_on})
    return {"before": before.isoformat() if before else None, "until": free_on.isoformat() if free_on else None}


def add_contact(
    unit_of_work: AuditedUnitOfWork, account_id: int, name: str, *, title: str | None, left_id: int | None = None
) -> int:
    """Somebody new at the customer; ``left_id``: whom they take over from, who is gone from today on."""
    values = {"name": name, "title": title, "is_champion": False}
    contact_id = _insert(unit_of_work, Contact, account_id, values)
    if left_id is not None:
        _set_left(unit_of_work, left_id, unit_of_work.access.as_of)
    facts = {"contact_id": contact_id, "left_id": left_id}
    return unit_of_work.audit("contact.added", account_id=account_id, text=name, facts=facts)


def leave_contact(
    unit_of_work: AuditedUnitOfWork, account_id: int, contact_id: int, name: str, *, on: dt.date | None = None
) -> int:
    """A contact has left the customer, ``on`` a day that has been; today where none was said."""
    load_account(unit_of_work.access, account_id)
    _set_left(unit_of_work, contact_id, on or unit_of_work.access.as_of)
    return unit_of_work.audit("contact.left", account_id=account_id, text=name, facts={"left_id": contact_id})


def record_cancellation(
    unit_of_work: AuditedUnitOfWork, account_id: int, text: str, *, product_ids: tuple[int, ...] = ()
) -> tuple[int, int]:
    """A customer said that they will end their contracts, or those of some products: how many, and the change."""
    today, running = unit_of_work.access.as_of, Subscription.ended_on
    which = [
        Subscription.account_id == account_id,
        Subscription.started_on <= today,
        running.is_(None) | (running > today),
        Subscription.cancel_requested_on.is_(None),
        *([Subscription.product_id.in_(product_ids)] if product_ids else []),
    ]
    asked = update(Subscription).where(*which).values(cancel_requested_on=today).returning(Subscription.id)
    note_id = _add_note(unit_of_work, account_id, text, NoteKind.CANCELLATION, None)
    ids = [int(found) for found in unit_of_work.access.connection.execute(asked).scalars()]
    facts = {"note_id": note_id, "contract_ids": ids}
    return len(ids), unit_of_work.audit("cancellation.recorded", account_id=account_id, text=text, facts=facts)


def assign_owner(unit_of_work: AuditedUnitOfWork, account_id: int, owner_id: int) -> int:
    """Somebody else of ours looks after the customer from now on."""
    load_account(unit_of_work.access, account_id)
    query = select(Account.owner_id).where(Account.id == account_id)
    before = unit_of_work.access.connection.execute(query).scalar()
    _set_account(unit_of_work, account_id, {"owner_id": owner_id})
    return unit_of_work.audit("owner.changed", account_id=account_id, facts={"before": before, "owner_id": owner_id})


def undo_record(unit_of_work: AuditedUnitOfWork, account_id: int, facts: Mapping[str, Any]) -> None:
    """Take one of these back: what was added goes, who left is there again, contracts and tickets stand as before."""
    connection = unit_of_work.access.connection
    for name, table in _ROWS.items():
        if name in facts:
            connection.execute(delete(table).where(table.id == facts[name]))
    if facts.get("left_id") is not None:
        _set_left(unit_of_work, int(facts["left_id"]), None)
    if ids := facts.get("contract_ids"):
        connection.execute(update(Subscription).where(Subscription.id.in_(ids)).values(cancel_requested_on=None))
    if ids := facts.get("ticket_ids"):
        reopened = {"status": TicketStatus.OPEN, "closed_on": None}
        connection.execute(update(Ticket).where(Ticket.account_id == account_id, Ticket.id.in_(ids)).values(reopened))


def undo_budget(unit_of_work: AuditedUnitOfWork, account_id: int, facts: Mapping[str, Any]) -> None:
    """The budget is frozen, or free, as it was before. NothingToUndo when it was changed since."""
    now = load_account(unit_of_work.access, account_id).budget_frozen_until
    if (now.isoformat() if now else None) != facts["until"]:
        raise NothingToUndo("The budget has been changed since.")
    before = dt.date.fromisoformat(facts["before"]) if facts["before"] else None
    undo_record(unit_of_work, account_id, facts)
    _set_account(unit_of_work, account_id, {"budget_frozen_until": before})


def undo_owner(unit_of_work: AuditedUnitOfWork, account_id: int, facts: Mapping[str, Any]) -> None:
    """Whoever looked after the customer before does so again. NothingToUndo when it was changed since."""
    query = select(Account.owner_id).where(Account.id == account_id)
    if unit_of_work.access.connection.execute(query).scalar() != facts["owner_id"]:
        raise NothingToUndo("The owner has been changed since.")
    _set_account(unit_of_work, account_id, {"owner_id": facts["before"]})


def _add_note(
    unit_of_work: AuditedUnitOfWork, account_id: int, text: str, kind: NoteKind, due_on: dt.date | None
) -> int:
    values = {
        "author_id": unit_of_work.person_id,
        "written_on": unit_of_work.access.as_of,
        "text": text,
        "kind": kind,
        "due_on": due_on,
    }
    return _insert(unit_of_work, Note, account_id, values)


def _insert(
    unit_of_work: AuditedUnitOfWork,
    table: type[Note | Touch | Ticket | Contact],
    account_id: int,
    values: Mapping[str, Any],
) -> int:
    load_account(unit_of_work.access, account_id)
    row = {**unit_of_work.new_row(), "account_id": account_id, **values}
    return int(unit_of_work.access.connection.execute(insert(table).values(row).returning(table.id)).scalar_one())


def _set_account(unit_of_work: AuditedUnitOfWork, account_id: int, values: Mapping[str, Any]) -> None:
    unit_of_work.access.connection.execute(update(Account).where(Account.id == account_id).values(dict(values)))


def _set_left(unit_of_work: AuditedUnitOfWork, contact_id: int, day: dt.date | None) -> None:
    unit_of_work.access.connection.execute(update(Contact).where(Contact.id == contact_id).values(left_on=day))
