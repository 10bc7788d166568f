"""What colleagues tell about a customer, written down: notes, touches, contacts, complaints, budgets, owners.

Each returns the number of the change, by which it is undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from knowledge.accounts.queries.accounts import load_account
from knowledge.errors import NothingToUndo
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.tables import Account, Contact, Note, Subscription, Survey, Ticket, Touch
from knowledge.terms import NoteKind, Severity, SurveyKind, TicketStatus

_Told = type[Note | Touch | Ticket | Contact | Survey]
_ROWS: Mapping[str, _Told] = {
    "note_id": Note,
    "touch_id": Touch,
    "ticket_id": Ticket,
    "contact_id": Contact,
    "survey_id": Survey,
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
    ticket_id = _open_ticket(unit_of_work, account_id, text, Severity.SEVERE)
    return unit_of_work.audit("complaint.filed", account_id=account_id, text=text, facts={"ticket_id": ticket_id})


def open_ticket(unit_of_work: AuditedUnitOfWork, account_id: int, text: str, *, severity: Severity) -> int:
    """Something does not work at the customer's: a request for help, in the words told."""
    facts = {"ticket_id": _open_ticket(unit_of_work, account_id, text, severity), "severity": str(severity)}
    return unit_of_work.audit("ticket.opened", account_id=account_id, text=text, facts=facts)


def find_complaints(unit_of_work: AuditedUnitOfWork, account_id: int) -> list[int]:
    """The open complaints that somebody of ours told of, newest first."""
    ours = (Ticket.account_id == account_id, Ticket.source == "conversation", Ticket.closed_on.is_(None))
    query = select(Ticket.id).where(*ours).order_by(Ticket.id.desc())
    return [int(found) for found in unit_of_work.access.connection.execute(query).scalars()]


def find_open_tickets(access: AccessContext, account_id: int) -> list[tuple[int, str]]:
    """The open requests for help of a customer, with their subjects, newest first."""
    still_open = (Ticket.account_id == account_id, Ticket.closed_on.is_(None), Ticket.status != TicketStatus.SOLVED)
    query = select(Ticket.id, Ticket.subject).where(*still_open).order_by(Ticket.opened_on.desc(), Ticket.id.desc())
    return [(int(row.id), row.subject or "") for row in access.connection.execute(query)]


def settle_tickets(
    unit_of_work: AuditedUnitOfWork, account_id: int, ticket_ids: Sequence[int], *, action: str = "ticket.settled"
) -> int:
    """The requests for help, or complaints (``action``), are settled today; each stands again as it was on undo."""
    load_account(unit_of_work.access, account_id)
    connection, these = unit_of_work.access.connection, Ticket.id.in_(ticket_ids)
    before = {str(row.id): row.status for row in connection.execute(select(Ticket.id, Ticket.status).where(these))}
    values = {"status": TicketStatus.SOLVED, "closed_on": unit_of_work.access.as_of}
    connection.execute(update(Ticket).where(these).values(values))
    return unit_of_work.audit(action, account_id=account_id, facts={"tickets_before": before})


def keep_survey(
    unit_of_work: AuditedUnitOfWork, account_id: int, *, kind: SurveyKind, score: int, text: str, comment: str | None
) -> int:
    """How likely a customer recommends us (NPS, 0-10) or how content they are (CSAT, 0-100 %), as they told us."""
    values = {"kind": kind, "score": score, "comment": comment, "answered_on": unit_of_work.access.as_of}
    facts = {"survey_id": _insert(unit_of_work, Survey, account_id, values), "kind": str(kind), "score": score}
    return unit_of_work.audit("survey.recorded", account_id=account_id, text=text, facts=facts)


def count_employees(unit_of_work: AuditedUnitOfWork, account_id: int, employees: int) -> int:
    """How many people work at the customer from now on."""
    before = load_account(unit_of_work.access, account_id).employees
    _set_account(unit_of_work, account_id, {"employees": employees})
    facts = {"before": before, "employees": employees}
    return unit_of_work.audit("employees.counted", account_id=account_id, facts=facts)


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
    unit_of_work: AuditedUnitOfWork,
    account_id: int,
    name: str,
    *,
    details: Mapping[str, Any],
    left_id: int | None = None,
) -> int:
    """Somebody new at the customer, with title, e-mail and phone as far as told.

    ``left_id``: whom they take over from, who is gone from today on.
    """
    values = {"name": name, "is_champion": False, **details}
    contact_id = _insert(unit_of_work, Contact, account_id, values)
    if left_id is not None:
        _set_left(unit_of_work, left_id, unit_of_work.access.as_of)
    facts = {"contact_id": contact_id, "left_id": left_id}
    return unit_of_work.audit("contact.added", account_id=account_id, text=name, facts=facts)


def change_contact(
    unit_of_work: AuditedUnitOfWork, account_id: int, contact_id: int, name: str, details: Mapping[str, Any]
) -> int:
    """A contact has another title, e-mail, phone or name, or is a champion now: columns of Contact with new values."""
    load_account(unit_of_work.access, account_id)
    this = Contact.id == contact_id
    query = select(*(getattr(Contact, column) for column in details)).where(this)
    before = dict(unit_of_work.access.connection.execute(query).mappings().one())
    unit_of_work.access.connection.execute(update(Contact).where(this).values(dict(details)))
    facts = {"changed_id": contact_id, "before": before, "after": dict(details)}
    return unit_of_work.audit("contact.changed", account_id=account_id, text=name, facts=facts)


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
    if changed := facts.get("changed_id"):
        connection.execute(update(Contact).where(Contact.id == changed).values(facts["before"]))
    for ticket_id, status in facts.get("tickets_before", {}).items():
        reopened = {"status": status, "closed_on": None}
        connection.execute(
            update(Ticket).where(Ticket.account_id == account_id, Ticket.id == int(ticket_id)).values(reopened)
        )


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


def undo_employees(unit_of_work: AuditedUnitOfWork, account_id: int, facts: Mapping[str, Any]) -> None:
    """As many people as before. NothingToUndo when the number was changed since."""
    if load_account(unit_of_work.access, account_id).employees != facts["employees"]:
        raise NothingToUndo("The number of employees has been changed since.")
    _set_account(unit_of_work, account_id, {"employees": facts["before"]})


def _open_ticket(unit_of_work: AuditedUnitOfWork, account_id: int, text: str, severity: Severity) -> int:
    values = {
        "subject": text,
        "severity": severity,
        "status": TicketStatus.OPEN,
        "opened_on": unit_of_work.access.as_of,
        "reopened": 0,
    }
    return _insert(unit_of_work, Ticket, account_id, values)


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
    table: _Told,
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
