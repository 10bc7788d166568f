"""What lies around a letter to a customer: when we met and meet, what was solved, how names are read and spelt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select

from knowledge.accounts.history import CompetitorOwned
from knowledge.accounts.queries.aggregates.frame import Among, Statement, day
from knowledge.accounts.queries.of_account import records_of, rows_of
from knowledge.accounts.queries.of_competitors import load_competitor_products
from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc
from knowledge.notifications.queries.meetings import NextMeeting, load_next_meeting
from knowledge.tables import AccountName, Contact, Invoice, Meeting, Person, Ticket, Touch

_SOLVED_DAYS = 60


@dataclass(frozen=True)
class TouchMade:
    """A call, mail or meeting of ours with the customer, and by whom."""

    id: int
    kind: str
    happened_on: dt.date
    by: str | None


@dataclass(frozen=True)
class SolvedTicket:
    """A support request closed lately."""

    id: int
    subject: str | None
    closed_on: dt.date
    reopened: int


@dataclass(frozen=True)
class OverdueInvoice:
    """A bill that is not paid though it was due."""

    id: int
    due_on: dt.date
    amount_minor: int | None
    currency: str | None


@dataclass(frozen=True)
class Around:
    """``taken``: moments at which the viewer already has a meeting; ``readings``: of contacts' names, by id.

    ``addresses``: the e-mail addresses of our own people, by name. ``spellings``: how the customer is called.
    ``of_competitors``: what they use of others. ``overdue``: bills past their day, the oldest first; ``has_invoices``:
    whether any bill of theirs is recorded.
    """

    touches: tuple[TouchMade, ...] = ()
    next_meeting: NextMeeting | None = None
    solved: tuple[SolvedTicket, ...] = ()
    readings: dict[int, str] | None = None
    taken: tuple[dt.datetime, ...] = ()
    addresses: dict[str, str] = field(default_factory=dict)
    spellings: tuple[str, ...] = ()
    of_competitors: tuple[CompetitorOwned, ...] = ()
    overdue: tuple[OverdueInvoice, ...] = ()
    has_invoices: bool = False


def load_around(
    access: AccessContext, account_id: int, *, now: dt.datetime, people: Sequence[str | None] = ()
) -> Around:
    """All of it for one customer this viewer may see; touches and solved tickets newest first.

    ``people``: our own whose addresses are looked up, beside those of the touches.
    """
    since = access.as_of - dt.timedelta(days=_SOLVED_DAYS)
    touches = records_of(access, TouchMade, account_id, _touches)
    return Around(
        touches=touches,
        next_meeting=load_next_meeting(access, account_id, now=now),
        solved=records_of(access, SolvedTicket, account_id, _solved, since=since),
        readings={row.id: row.reading for row in rows_of(access, account_id, _readings)},
        taken=_taken(access, now),
        addresses=_addresses(access, {name for name in (*people, *(touch.by for touch in touches)) if name}),
        spellings=tuple(row.name for row in rows_of(access, account_id, _spellings)),
        of_competitors=tuple(load_competitor_products(access, account_id)),
        overdue=records_of(access, OverdueInvoice, account_id, _overdue),
        has_invoices=bool(rows_of(access, account_id, _any_invoice)),
    )


def _addresses(access: AccessContext, names: set[str]) -> dict[str, str]:
    query = select(Person.name, Person.email).where(Person.name.in_(names), Person.email.is_not(None))
    return {row.name: row.email for row in access.connection.execute(query)}


def _taken(access: AccessContext, now: dt.datetime) -> tuple[dt.datetime, ...]:
    query = select(Meeting.at).where(
        Meeting.person_key == access.viewer.key, Meeting.cancelled.is_(False), Meeting.at > as_utc(now)
    )
    return tuple(as_utc(row.at) for row in access.connection.execute(query))


def _touches(among: Among) -> Statement:
    return (
        select(Touch.id, Touch.kind, Touch.happened_on, Person.name.label("by"))
        .outerjoin(Person, Person.id == Touch.person_id)
        .where(among(Touch.account_id), Touch.happened_on <= day("as_of"))
        .order_by(Touch.happened_on.desc(), Touch.id.desc())
        .limit(20)
    )


def _solved(among: Among) -> Statement:
    return (
        select(Ticket.id, Ticket.subject, Ticket.closed_on, Ticket.reopened)
        .where(among(Ticket.account_id), Ticket.closed_on <= day("as_of"), Ticket.closed_on >= day("since"))
        .order_by(Ticket.closed_on.desc(), Ticket.id.desc())
        .limit(5)
    )


def _overdue(among: Among) -> Statement:
    is_open = or_(Invoice.paid_on.is_(None), Invoice.paid_on > day("as_of"))
    return (
        select(Invoice.id, Invoice.due_on, Invoice.amount_minor, Invoice.currency)
        .where(among(Invoice.account_id), is_open, Invoice.due_on < day("as_of"))
        .where(func.coalesce(Invoice.amount_minor, 1) > 0)
        .order_by(Invoice.due_on, Invoice.id)
    )


def _any_invoice(among: Among) -> Statement:
    return select(Invoice.id).where(among(Invoice.account_id), Invoice.due_on <= day("as_of")).limit(1)


def _readings(among: Among) -> Statement:
    return select(Contact.id, Contact.reading).where(among(Contact.account_id), Contact.reading.is_not(None))


def _spellings(among: Among) -> Statement:
    return select(AccountName.name).where(among(AccountName.account_id)).order_by(AccountName.id)
