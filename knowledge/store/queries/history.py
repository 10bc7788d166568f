"""What one account bought, said, asked and was offered, up to the day asked about."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.history import (
    Contract,
    HoldPlaced,
    NeedSaid,
    NoteTaken,
    ProposalMade,
    PurchaseLine,
    SurveyAnswer,
    TicketCard,
)
from knowledge.store.book import Book
from knowledge.store.models import (
    Hold,
    Need,
    Note,
    Person,
    Proposal,
    Purchase,
    Subscription,
    Survey,
    Ticket,
)
from knowledge.terms import NeedStatus, TicketStatus


def load_purchases(book: Book, account_id: int) -> tuple[PurchaseLine, ...]:
    """Everything the account bought, oldest first."""
    query = (
        select(
            Purchase.id,
            Purchase.product_id,
            Purchase.purchased_on,
            Purchase.quantity,
            Purchase.amount_minor,
            Purchase.currency,
        )
        .where(Purchase.account_id == account_id, book.sees(Purchase.account_id), Purchase.purchased_on <= book.as_of)
        .order_by(Purchase.purchased_on, Purchase.id)
    )
    return tuple(PurchaseLine(*row) for row in book.connection.execute(query))


def load_contracts(book: Book, account_id: int) -> tuple[Contract, ...]:
    """The subscriptions begun by the day asked about, ended ones included, oldest first."""
    query = (
        select(
            Subscription.id,
            Subscription.product_id,
            Subscription.seats,
            Subscription.monthly_minor,
            Subscription.currency,
            Subscription.started_on,
            Subscription.ended_on,
            Subscription.renews_on,
            Subscription.notice_by,
        )
        .where(
            Subscription.account_id == account_id,
            book.sees(Subscription.account_id),
            Subscription.started_on <= book.as_of,
        )
        .order_by(Subscription.started_on, Subscription.id)
    )
    return tuple(Contract(*row) for row in book.connection.execute(query))


def load_surveys(book: Book, account_id: int) -> tuple[SurveyAnswer, ...]:
    """All answers, newest first."""
    query = (
        select(Survey.id, Survey.kind, Survey.score, Survey.comment, Survey.answered_on)
        .where(Survey.account_id == account_id, book.sees(Survey.account_id), Survey.answered_on <= book.as_of)
        .order_by(Survey.answered_on.desc(), Survey.id.desc())
    )
    return tuple(SurveyAnswer(*row) for row in book.connection.execute(query))


def load_open_tickets(book: Book, account_id: int) -> tuple[TicketCard, ...]:
    """The tickets open on the day asked about, newest first."""
    still_open = (Ticket.closed_on.is_(None) & (Ticket.status != TicketStatus.SOLVED)) | (Ticket.closed_on > book.as_of)
    query = (
        select(Ticket.id, Ticket.subject, Ticket.severity, Ticket.status, Ticket.opened_on, Ticket.closed_on)
        .where(
            Ticket.account_id == account_id, book.sees(Ticket.account_id), Ticket.opened_on <= book.as_of, still_open
        )
        .order_by(Ticket.opened_on.desc(), Ticket.id.desc())
    )
    return tuple(TicketCard(*row) for row in book.connection.execute(query))


def load_open_needs(book: Book, account_id: int) -> tuple[NeedSaid, ...]:
    """The needs still open on the day asked about, newest first."""
    still_open = (Need.status == NeedStatus.OPEN) | (Need.closed_on > book.as_of)
    query = (
        select(Need.id, Need.product_id, Need.text, Need.said_by, Need.said_on)
        .where(Need.account_id == account_id, book.sees(Need.account_id), Need.said_on <= book.as_of, still_open)
        .order_by(Need.said_on.desc(), Need.id.desc())
    )
    return tuple(NeedSaid(*row) for row in book.connection.execute(query))


def load_notes(book: Book, account_id: int, *, most: int) -> tuple[NoteTaken, ...]:
    """The newest notes."""
    query = (
        select(Note.id, Person.name, Note.text, Note.written_on)
        .outerjoin(Person, Person.id == Note.author_id)
        .where(Note.account_id == account_id, book.sees(Note.account_id), Note.written_on <= book.as_of)
        .order_by(Note.written_on.desc(), Note.id.desc())
        .limit(most)
    )
    return tuple(NoteTaken(*row) for row in book.connection.execute(query))


def load_hold(book: Book, account_id: int) -> HoldPlaced | None:
    """The hold in force on the day asked about (free from ``expires_on`` on); the longest where there are several."""
    in_force = (Hold.lifted_on.is_(None) | (Hold.lifted_on > book.as_of)) & (Hold.expires_on > book.as_of)
    query = (
        select(Hold.id, Hold.reason, Person.name, Hold.placed_on, Hold.expires_on)
        .outerjoin(Person, Person.id == Hold.placed_by_id)
        .where(Hold.account_id == account_id, book.sees(Hold.account_id), Hold.placed_on <= book.as_of, in_force)
        .order_by(Hold.expires_on.desc())
        .limit(1)
    )
    row = book.connection.execute(query).first()
    return HoldPlaced(*row) if row else None


def load_proposals(book: Book, account_id: int) -> tuple[ProposalMade, ...]:
    """The offers made to the account, newest first."""
    query = (
        select(
            Proposal.id,
            Proposal.product_id,
            Proposal.kind,
            Proposal.proposed_on,
            Proposal.outcome,
            Proposal.outcome_on,
            Proposal.later_until,
            Proposal.reason,
            Proposal.reason_text,
        )
        .where(Proposal.account_id == account_id, book.sees(Proposal.account_id), Proposal.proposed_on <= book.as_of)
        .order_by(Proposal.proposed_on.desc(), Proposal.id.desc())
    )
    return tuple(ProposalMade(*row) for row in book.connection.execute(query))
