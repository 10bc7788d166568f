"""What reps said about deals they won: what kind of customer, what troubled them most, what struck home."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, Person, Proposal, WonAnswer
from knowledge.terms import ProposalOutcome, WonQuestion


@dataclass(frozen=True)
class WonSaid:
    """One won deal and what was said of it; a question that was skipped is not among ``answers``."""

    proposal_id: int
    account_id: int
    account: str
    product_id: int
    won_on: dt.date
    said_by: str | None
    answers: dict[WonQuestion, str] = field(default_factory=dict)


def load_won_answers(access: AccessContext, *, account_id: int | None = None) -> tuple[WonSaid, ...]:
    """The won deals of customers this viewer may see about which something was said, the latest first.

    Only deals won by ``access.as_of`` that still count as won; of one account where it is named.
    """
    query = (
        select(
            Proposal.id,
            Proposal.account_id,
            Account.name,
            Proposal.product_id,
            Proposal.outcome_on,
            Person.name,
            WonAnswer.question,
            WonAnswer.answer,
        )
        .join(WonAnswer, WonAnswer.proposal_id == Proposal.id)
        .join(Account, Account.id == Proposal.account_id)
        .outerjoin(Person, Person.id == WonAnswer.person_id)
        .where(
            access.sees(Proposal.account_id),
            Proposal.outcome == ProposalOutcome.WON,
            Proposal.outcome_on <= access.as_of,
        )
        .order_by(Proposal.outcome_on.desc(), Proposal.id.desc())
    )
    if account_id is not None:
        query = query.where(Proposal.account_id == account_id)
    found: dict[int, WonSaid] = {}
    for row in access.connection.execute(query):
        deal: tuple[Any, ...] = tuple(row)[:6]
        said = found.setdefault(row.id, WonSaid(*deal))
        said.answers[WonQuestion(row.question)] = row.answer
    return tuple(found.values())


def is_won(access: AccessContext, account_id: int, proposal_id: int) -> bool:
    """Whether this offer to a customer that the viewer may see counts as won."""
    won = (Proposal.id == proposal_id, Proposal.account_id == account_id, Proposal.outcome == ProposalOutcome.WON)
    return (
        access.connection.execute(select(Proposal.id).where(*won, access.sees(Proposal.account_id))).first() is not None
    )
