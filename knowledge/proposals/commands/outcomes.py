"""Offers made, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from knowledge.accounts.queries.accounts import load_account
from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.offers.commands.offer_feedback import WordSaid, drop_words_of, keep_word
from knowledge.offers.queries.experience import forget_take_up
from knowledge.tables import Proposal, WonAnswer
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


def log_outcome(unit_of_work: AuditedUnitOfWork, said: OutcomeSaid, *, handoffs: Sequence[int] = ()) -> OutcomeLogged:
    """Write an outcome onto the open offer of this product, or onto a new one; ``handoffs`` were closed by it."""
    load_account(unit_of_work.access, said.account_id)
    row = unit_of_work.access.connection.execute(
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
    proposal_id = _update(unit_of_work, int(row.id), said) if row else _insert(unit_of_work, said)
    forget_take_up(unit_of_work.access.connection)
    if said.outcome is ProposalOutcome.NOT_RELEVANT:
        word = WordSaid(said.account_id, OfferWord.NOT_RELEVANT, said.product_id, said.rule, proposal_id)
        keep_word(unit_of_work, word)
    facts = {"proposal_id": proposal_id, "before": before, "outcome": said.outcome, "handoffs": list(handoffs)}
    change = unit_of_work.audit("outcome.logged", account_id=said.account_id, text=said.reason_text, facts=facts)
    return OutcomeLogged(proposal_id, change)


def undo_outcome(unit_of_work: AuditedUnitOfWork, proposal_id: int, before: dict[str, Any] | None) -> None:
    """Put the offer back as it was; one that began with this outcome is taken away, and what was said of a win."""
    unit_of_work.access.connection.execute(delete(WonAnswer).where(WonAnswer.proposal_id == proposal_id))
    forget_take_up(unit_of_work.access.connection)
    drop_words_of(unit_of_work, proposal_id)
    if before is None:
        unit_of_work.access.connection.execute(delete(Proposal).where(Proposal.id == proposal_id))
        return
    days = {name: _day(before[name]) for name in ("outcome_on", "later_until")}
    unit_of_work.access.connection.execute(
        update(Proposal).where(Proposal.id == proposal_id).values({**before, **days})
    )


def save_won_answer(
    unit_of_work: AuditedUnitOfWork, account_id: int, proposal_id: int, question: str, answer: str
) -> int:
    """Keep what a rep said about a won deal; a second answer replaces the first. The change to undo."""
    load_account(unit_of_work.access, account_id)
    before = _replace_won_answer(unit_of_work, proposal_id, question, answer)
    facts = {"proposal_id": proposal_id, "question": question, "before": before}
    return unit_of_work.audit("won.answered", account_id=account_id, text=answer, facts=facts)


def undo_won_answer(unit_of_work: AuditedUnitOfWork, proposal_id: int, question: str, before: str | None) -> None:
    """Take an answer back; the one before it counts again."""
    _replace_won_answer(unit_of_work, proposal_id, question, before)


def _replace_won_answer(
    unit_of_work: AuditedUnitOfWork, proposal_id: int, question: str, answer: str | None
) -> str | None:
    """Put an answer, or none, in place of the one there was; returns that one."""
    which = (WonAnswer.proposal_id == proposal_id, WonAnswer.question == question)
    before: str | None = unit_of_work.access.connection.execute(select(WonAnswer.answer).where(*which)).scalar()
    unit_of_work.access.connection.execute(delete(WonAnswer).where(*which))
    if answer is not None:
        values = {"proposal_id": proposal_id, "question": question, "answer": answer}
        said = {**values, "person_id": unit_of_work.person_id, "answered_at": as_utc(unit_of_work.now)}
        unit_of_work.access.connection.execute(insert(WonAnswer).values(said))
    return before


def _update(unit_of_work: AuditedUnitOfWork, proposal_id: int, said: OutcomeSaid) -> int:
    unit_of_work.access.connection.execute(
        update(Proposal).where(Proposal.id == proposal_id).values(_values(unit_of_work, said))
    )
    return proposal_id


def _insert(unit_of_work: AuditedUnitOfWork, said: OutcomeSaid) -> int:
    values = {
        **unit_of_work.new_row(),
        **_values(unit_of_work, said),
        "account_id": said.account_id,
        "product_id": said.product_id,
        "person_id": unit_of_work.person_id,
        "kind": said.kind,
        "proposed_on": unit_of_work.access.as_of,
    }
    return int(
        unit_of_work.access.connection.execute(insert(Proposal).values(values).returning(Proposal.id)).scalar_one()
    )


def _values(unit_of_work: AuditedUnitOfWork, said: OutcomeSaid) -> dict[str, Any]:
    is_open = said.outcome is ProposalOutcome.PITCHED
    return {
        "outcome": said.outcome,
        "outcome_on": None if is_open else unit_of_work.access.as_of,
        "later_until": said.later_until,
        "reason": said.reason,
        "reason_text": said.reason_text,
        "amount_minor": said.amount_minor,
        "currency": unit_of_work.access.rules.firm.currency if said.amount_minor is not None else None,
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
