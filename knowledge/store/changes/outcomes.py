"""Offers made, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from knowledge.store.changes.offer_feedback import WordSaid, drop_words_of, keep_word
from knowledge.store.changes.pen import Pen
from knowledge.store.models import Proposal, WonAnswer
from knowledge.store.moments import as_utc
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.experience import forget_take_up
from knowledge.terms import OfferKind, OfferWord, ProposalOutcome

_KEPT = ("outcome", "outcome_on", "later_until", "reason", "reason_text", "amount_minor", "currency")


@dataclass(frozen=True)
class OutcomeSaid:
    """What a customer said to an offer. ``amount_minor`` is in the firm's currency; ``rule`` justified the offer."""

    account_id: int
    product_id: int
    kind: OfferKind
    outcome: ProposalOutcome
    later_until: dt.date | None = None
    reason: str | None = None
    reason_text: str | None = None
    amount_minor: int | None = None
    rule: str | None = None


@dataclass(frozen=True)
class OutcomeLogged:
    proposal_id: int
    change: int


def log_outcome(pen: Pen, said: OutcomeSaid, *, handoffs: Sequence[int] = ()) -> OutcomeLogged:
    """Write an outcome onto the open offer of this product, or onto a new one; ``handoffs`` were closed by it."""
    load_account(pen.book, said.account_id)
    row = pen.book.connection.execute(
        select(Proposal.id, *(getattr(Proposal, name) for name in _KEPT))
        .where(
            Proposal.account_id == said.account_id,
            Proposal.product_id == said.product_id,
            Proposal.outcome == ProposalOutcome.PITCHED,
        )
        .order_by(Proposal.proposed_on.desc(), Proposal.id.desc())
        .limit(1)
    ).first()
    before = {name: _plain(row._mapping[name]) for name in _KEPT} if row else None
    proposal_id = _update(pen, int(row.id), said) if row else _insert(pen, said)
    forget_take_up(pen.book.connection)
    if said.outcome is ProposalOutcome.NOT_RELEVANT:
        word = WordSaid(said.account_id, OfferWord.NOT_RELEVANT, said.product_id, said.rule, proposal_id)
        keep_word(pen, word)
    facts = {"proposal_id": proposal_id, "before": before, "outcome": said.outcome, "handoffs": list(handoffs)}
    change = pen.audit("outcome.logged", account_id=said.account_id, text=said.reason_text, facts=facts)
    return OutcomeLogged(proposal_id, change)


def undo_outcome(pen: Pen, proposal_id: int, before: dict[str, Any] | None) -> None:
    """Put the offer back as it was; one that began with this outcome is taken away, and what was said of a win."""
    pen.book.connection.execute(delete(WonAnswer).where(WonAnswer.proposal_id == proposal_id))
    forget_take_up(pen.book.connection)
    drop_words_of(pen, proposal_id)
    if before is None:
        pen.book.connection.execute(delete(Proposal).where(Proposal.id == proposal_id))
        return
    days = {name: _day(before[name]) for name in ("outcome_on", "later_until")}
    pen.book.connection.execute(update(Proposal).where(Proposal.id == proposal_id).values({**before, **days}))


def save_won_answer(pen: Pen, account_id: int, proposal_id: int, question: str, answer: str) -> int:
    """Keep what a rep said about a won deal; a second answer replaces the first. The change to undo."""
    load_account(pen.book, account_id)
    before = _replace_won_answer(pen, proposal_id, question, answer)
    facts = {"proposal_id": proposal_id, "question": question, "before": before}
    return pen.audit("won.answered", account_id=account_id, text=answer, facts=facts)


def undo_won_answer(pen: Pen, proposal_id: int, question: str, before: str | None) -> None:
    """Take an answer back; the one before it counts again."""
    _replace_won_answer(pen, proposal_id, question, before)


def _replace_won_answer(pen: Pen, proposal_id: int, question: str, answer: str | None) -> str | None:
    """Put an answer, or none, in place of the one there was; returns that one."""
    which = (WonAnswer.proposal_id == proposal_id, WonAnswer.question == question)
    before: str | None = pen.book.connection.execute(select(WonAnswer.answer).where(*which)).scalar()
    pen.book.connection.execute(delete(WonAnswer).where(*which))
    if answer is not None:
        values = {"proposal_id": proposal_id, "question": question, "answer": answer}
        said = {**values, "person_id": pen.person_id, "answered_at": as_utc(pen.now)}
        pen.book.connection.execute(insert(WonAnswer).values(said))
    return before


def _update(pen: Pen, proposal_id: int, said: OutcomeSaid) -> int:
    pen.book.connection.execute(update(Proposal).where(Proposal.id == proposal_id).values(_values(pen, said)))
    return proposal_id


def _insert(pen: Pen, said: OutcomeSaid) -> int:
    values = {
        **pen.new_row(),
        **_values(pen, said),
        "account_id": said.account_id,
        "product_id": said.product_id,
        "person_id": pen.person_id,
        "kind": said.kind,
        "proposed_on": pen.book.as_of,
    }
    return int(pen.book.connection.execute(insert(Proposal).values(values).returning(Proposal.id)).scalar_one())


def _values(pen: Pen, said: OutcomeSaid) -> dict[str, Any]:
    is_open = said.outcome is ProposalOutcome.PITCHED
    return {
        "outcome": said.outcome,
        "outcome_on": None if is_open else pen.book.as_of,
        "later_until": said.later_until,
        "reason": said.reason,
        "reason_text": said.reason_text,
        "amount_minor": said.amount_minor,
        "currency": pen.book.rules.firm.currency if said.amount_minor is not None else None,
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
