"""What became of proposals, deals, surveys, onboarding and handoffs: counts by customer and period.

Every frame has the columns of ``COUNTS``: ``place`` is the position of the period asked about, ``waiting`` what is
still undecided and so counts below the line only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import ColumnElement, SQLColumnExpression, case, exists, func, literal, select

from knowledge.handoffs.lifecycle import HandoffEvent, HandoffKind, HandoffState
from knowledge.kernel.access import AccessContext
from knowledge.kernel.dialects import days_from
from knowledge.kernel.moments import as_utc
from knowledge.metrics.periods import Period
from knowledge.tables import Account, Deal, Handoff, HandoffStep, Product, Proposal, Survey
from knowledge.terms import DealOutcome, OfferKind, ProposalOutcome, SurveyKind

COUNTS = ("account_id", "product", "place", "numerator", "denominator", "waiting")
_UNDECIDED = {ProposalOutcome.PITCHED}


def load_proposal_counts(access: AccessContext, periods: Sequence[Period], kind: OfferKind) -> pd.DataFrame:
    """Won against proposed, of what was proposed in each period and is known by now."""
    decided = Proposal.outcome_on.is_(None) | (Proposal.outcome_on <= access.as_of)
    won = (Proposal.outcome == ProposalOutcome.WON) & decided
    waiting = Proposal.outcome.in_(_UNDECIDED) | ~decided
    place = _place(Proposal.proposed_on, periods)
    query = (
        select(Proposal.account_id, Product.name, place, _count(won), func.count(), _count(waiting))
        .join(Product, Product.id == Proposal.product_id)
        .where(access.sees(Proposal.account_id), Proposal.kind == kind, _within(Proposal.proposed_on, periods))
        .group_by(Proposal.account_id, Product.name, place)
    )
    return _frame(access, query)


def load_deal_counts(access: AccessContext, periods: Sequence[Period]) -> pd.DataFrame:
    """Won against won and lost, of deals closed in each period."""
    place, won = _place(Deal.closed_on, periods), Deal.outcome == DealOutcome.WON
    query = (
        select(Deal.account_id, literal(""), place, _count(won), func.count(), literal(0))
        .where(
            access.sees(Deal.account_id),
            Deal.outcome.in_((DealOutcome.WON, DealOutcome.LOST)),
            _within(Deal.closed_on, periods),
        )
        .group_by(Deal.account_id, place)
    )
    return _frame(access, query)


def load_nps_counts(access: AccessContext, periods: Sequence[Period]) -> pd.DataFrame:
    """Promoters less detractors against answers, of each period."""
    place = _place(Survey.answered_on, periods)
    balance = func.sum(case((Survey.score >= 9, 1), (Survey.score <= 6, -1), else_=0))
    query = (
        select(Survey.account_id, literal(""), place, balance, func.count(), literal(0))
        .where(access.sees(Survey.account_id), Survey.kind == SurveyKind.NPS, _within(Survey.answered_on, periods))
        .group_by(Survey.account_id, place)
    )
    return _frame(access, query)


def load_onboarding_counts(access: AccessContext, periods: Sequence[Period]) -> pd.DataFrame:
    """Onboarded in time against customers whose onboarding time ended in each period."""
    allowed = access.rules.gate.onboarding_days
    shift = dt.timedelta(days=allowed)
    begun = [Period(each.start - shift, each.end - shift) for each in periods]
    in_time = days_from(Account.created_on, Account.onboarded_on) <= allowed
    place = _place(Account.created_on, begun)
    query = (
        select(Account.id, literal(""), place, _count(in_time), func.count(), literal(0))
        .where(access.visible, _within(Account.created_on, begun))
        .group_by(Account.id, place)
    )
    return _frame(access, query)


def load_handoff_counts(access: AccessContext, periods: Sequence[Period], *, won: bool) -> pd.DataFrame:
    """Accepted against handed over in each period; or won against accepted."""
    accepted = exists().where(HandoffStep.handoff_id == Handoff.id, HandoffStep.event == HandoffEvent.ACCEPT)
    query = select(Handoff.account_id, Handoff.created_at, Handoff.state, accepted).where(
        access.sees(Handoff.account_id),
        Handoff.kind == HandoffKind.TO_SALES,
        Handoff.state != HandoffState.WITHDRAWN,
    )
    zone = ZoneInfo(access.rules.firm.timezone)
    rows = []
    for account_id, created, state, was_accepted in access.connection.execute(query):
        day = as_utc(created).astimezone(zone).date()
        place = next((at for at, each in enumerate(periods) if each.start <= day <= each.end), None)
        if place is None or (won and not was_accepted):
            continue
        good = state == HandoffState.WON if won else bool(was_accepted)
        closed = {HandoffState.WON, HandoffState.LOST} if won else {HandoffState.DECLINED, HandoffState.RETURNED}
        rows.append((account_id, "", place, int(good), 1, int(not good and state not in closed)))
    return pd.DataFrame(rows, columns=list(COUNTS))


def _place(column: SQLColumnExpression[Any], periods: Sequence[Period]) -> ColumnElement[int]:
    return case(*((column.between(each.start, each.end), place) for place, each in enumerate(periods)))


def _within(column: SQLColumnExpression[Any], periods: Sequence[Period]) -> ColumnElement[bool]:
    return column.between(min(each.start for each in periods), max(each.end for each in periods))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _frame(access: AccessContext, query: Any) -> pd.DataFrame:
    rows = access.connection.execute(query).all()
    return pd.DataFrame.from_records(rows, columns=list(COUNTS))
