"""What one account bought, said, asked and was offered, up to the day asked about."""

from __future__ import annotations

from sqlalchemy import Integer, bindparam, select

from knowledge.accounts.history import (
    Contract,
    HoldPlaced,
    NeedSaid,
    NoteTaken,
    ProposalMade,
    PurchaseLine,
    SurveyAnswer,
    TicketCard,
)
from knowledge.accounts.queries.aggregates.frame import Among, Statement, day
from knowledge.accounts.queries.of_account import records_of
from knowledge.kernel.access import AccessContext
from knowledge.tables import (
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


def load_purchases(access: AccessContext, account_id: int) -> tuple[PurchaseLine, ...]:
    """Everything the account bought, oldest first."""
    return records_of(access, PurchaseLine, account_id, _purchases)


def load_contracts(access: AccessContext, account_id: int) -> tuple[Contract, ...]:
    """The subscriptions begun by the day asked about, ended ones included, oldest first."""
    return records_of(access, Contract, account_id, _contracts)


def load_upcoming(access: AccessContext, account_id: int) -> tuple[Contract, ...]:
    """The subscriptions signed that begin after the day asked about, the next first."""
    return records_of(access, Contract, account_id, _upcoming)


def load_surveys(access: AccessContext, account_id: int) -> tuple[SurveyAnswer, ...]:
    """All answers, newest first."""
    return records_of(access, SurveyAnswer, account_id, _surveys)


def load_open_tickets(access: AccessContext, account_id: int) -> tuple[TicketCard, ...]:
    """The tickets open on the day asked about, newest first."""
    return records_of(access, TicketCard, account_id, _open_tickets)


def load_open_needs(access: AccessContext, account_id: int) -> tuple[NeedSaid, ...]:
    """The needs still open on the day asked about, newest first."""
    return records_of(access, NeedSaid, account_id, _open_needs)


def load_notes(access: AccessContext, account_id: int, *, most: int) -> tuple[NoteTaken, ...]:
    """The newest notes."""
    return records_of(access, NoteTaken, account_id, _notes, most=most)


def load_hold(access: AccessContext, account_id: int) -> HoldPlaced | None:
    """The hold in force on the day asked about (free from ``expires_on`` on); the longest where there are several."""
    return next(iter(records_of(access, HoldPlaced, account_id, _hold)), None)


def load_proposals(access: AccessContext, account_id: int) -> tuple[ProposalMade, ...]:
    """The offers made to the account, newest first."""
    made = records_of(access, ProposalMade, account_id, _proposals)
    return tuple(proposal.known_on(access.as_of) for proposal in made)


def _purchases(among: Among) -> Statement:
    return (
        select(
            Purchase.id,
            Purchase.product_id,
            Purchase.purchased_on,
            Purchase.quantity,
            Purchase.amount_minor,
            Purchase.currency,
        )
        .where(among(Purchase.account_id), Purchase.purchased_on <= day("as_of"))
        .order_by(Purchase.purchased_on, Purchase.id)
    )


def _contracts(among: Among) -> Statement:
    return (
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
            among(Subscription.account_id),
            Subscription.started_on <= day("as_of"),
        )
        .order_by(Subscription.started_on, Subscription.id)
    )


def _upcoming(among: Among) -> Statement:
    columns = [getattr(Subscription, name) for name in Contract.__dataclass_fields__]
    return (
        select(*columns)
        .where(among(Subscription.account_id), Subscription.started_on > day("as_of"))
        .order_by(Subscription.started_on, Subscription.id)
    )


def _surveys(among: Among) -> Statement:
    return (
        select(Survey.id, Survey.kind, Survey.score, Survey.comment, Survey.answered_on)
        .where(among(Survey.account_id), Survey.answered_on <= day("as_of"))
        .order_by(Survey.answered_on.desc(), Survey.id.desc())
    )


def _open_tickets(among: Among) -> Statement:
    unsolved = Ticket.closed_on.is_(None) & (Ticket.status != TicketStatus.SOLVED)
    still_open = unsolved | (Ticket.closed_on > day("as_of"))
    return (
        select(Ticket.id, Ticket.subject, Ticket.severity, Ticket.status, Ticket.opened_on, Ticket.closed_on)
        .where(among(Ticket.account_id), Ticket.opened_on <= day("as_of"), still_open)
        .order_by(Ticket.opened_on.desc(), Ticket.id.desc())
    )


def _open_needs(among: Among) -> Statement:
    still_open = (Need.status == NeedStatus.OPEN) | (Need.closed_on > day("as_of"))
    return (
        select(Need.id, Need.product_id, Need.text, Need.said_by, Need.said_on)
        .where(among(Need.account_id), Need.said_on <= day("as_of"), still_open)
        .order_by(Need.said_on.desc(), Need.id.desc())
    )


def _notes(among: Among) -> Statement:
    return (
        select(Note.id, Person.name.label("author"), Note.text, Note.written_on)
        .outerjoin(Person, Person.id == Note.author_id)
        .where(among(Note.account_id), Note.written_on <= day("as_of"))
        .order_by(Note.written_on.desc(), Note.id.desc())
        .limit(bindparam("most", type_=Integer))
    )


def _hold(among: Among) -> Statement:
    in_force = (Hold.lifted_on.is_(None) | (Hold.lifted_on > day("as_of"))) & (Hold.expires_on > day("as_of"))
    return (
        select(Hold.id, Hold.reason, Person.name.label("placed_by"), Hold.placed_on, Hold.expires_on)
        .outerjoin(Person, Person.id == Hold.placed_by_id)
        .where(among(Hold.account_id), Hold.placed_on <= day("as_of"), in_force)
        .order_by(Hold.expires_on.desc())
        .limit(1)
    )


def _proposals(among: Among) -> Statement:
    return (
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
        .where(among(Proposal.account_id), Proposal.proposed_on <= day("as_of"))
        .order_by(Proposal.proposed_on.desc(), Proposal.id.desc())
    )
