"""Needs said and offers lost in a period, with the revenue of those customers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CTE, func, or_, select

from knowledge.accounts.history import NeedSaid
from knowledge.kernel.access import AccessContext
from knowledge.offers.product_feedback import LossHeard, NeedHeard
from knowledge.tables import Account, Need, Proposal, Subscription
from knowledge.terms import ProposalOutcome

_NOES = (ProposalOutcome.LOST, ProposalOutcome.NOT_RELEVANT)


def load_needs_heard(access: AccessContext, since: dt.date, until: dt.date) -> list[NeedHeard]:
    """Every need said from ``since`` to ``until`` (both included) by an account this viewer may see, oldest first."""
    revenue = _revenue(access)
    query = (
        select(
            Need.id,
            Need.product_id,
            Need.text,
            Need.said_by,
            Need.said_on,
            Account.id.label("account_id"),
            Account.name,
            func.coalesce(revenue.c.monthly, 0).label("monthly"),
        )
        .join(Account, Account.id == Need.account_id)
        .outerjoin(revenue, revenue.c.account_id == Account.id)
        .where(Need.said_on.between(since, until), access.visible, Account.is_test.is_(False))
        .order_by(Need.said_on, Need.id)
    )
    return [
        NeedHeard(
            NeedSaid(row.id, row.product_id, row.text, row.said_by, row.said_on),
            row.account_id,
            row.name,
            int(row.monthly),
        )
        for row in access.connection.execute(query)
    ]


def load_losses_heard(access: AccessContext, since: dt.date, until: dt.date) -> list[LossHeard]:
    """Every offer lost in the period, oldest first."""
    revenue = _revenue(access)
    query = (
        select(
            Proposal.product_id,
            func.coalesce(Proposal.reason, "other").label("reason"),
            Proposal.reason_text,
            Account.id.label("account_id"),
            Account.name,
            func.coalesce(revenue.c.monthly, 0).label("monthly"),
        )
        .join(Account, Account.id == Proposal.account_id)
        .outerjoin(revenue, revenue.c.account_id == Account.id)
        .where(
            Proposal.outcome_on.between(since, until),
            Proposal.outcome.in_(_NOES),
            access.visible,
            Account.is_test.is_(False),
        )
        .order_by(Proposal.outcome_on, Proposal.id)
    )
    return [
        LossHeard(row.product_id, row.reason, row.reason_text, row.account_id, row.name, int(row.monthly))
        for row in access.connection.execute(query)
    ]


def _revenue(access: AccessContext) -> CTE:
    """Recurring revenue a month of each account, in the reporting currency."""
    running = or_(Subscription.ended_on.is_(None), Subscription.ended_on > access.as_of)
    return (
        select(Subscription.account_id, func.sum(Subscription.monthly_minor).label("monthly"))
        .where(Subscription.started_on <= access.as_of, running, Subscription.currency == access.rules.firm.currency)
        .group_by(Subscription.account_id)
        .cte("revenue")
    )
