"""Contacts and our own outreach per account."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, bindparam, case, distinct, exists, func, select

from knowledge.accounts.columns import Columns
from knowledge.accounts.inputs import ACCOUNTS, CONTACTS, OUTREACH, PROPOSALS, Sources
from knowledge.accounts.queries.aggregates.frame import Accounts, Among, Statement, aggregate, any_known, day
from knowledge.accounts.records import Records
from knowledge.accounts.rhythm import FEWEST_DAYS
from knowledge.churn.queries.lesson import load_points_hold
from knowledge.kernel.access import AccessContext
from knowledge.tables import (
    Account,
    Contact,
    Deal,
    Hold,
    Invoice,
    Need,
    Note,
    Proposal,
    Purchase,
    Subscription,
    Survey,
    Ticket,
    Touch,
    Usage,
)
from knowledge.terms import BOUGHT_BY_DEAL, NeedStatus, ProposalOutcome

_NOES = (ProposalOutcome.LOST, ProposalOutcome.NOT_RELEVANT, ProposalOutcome.LATER, ProposalOutcome.TOO_EARLY)


def load_accounts(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.ACCOUNTS``. Test accounts answer for themselves but never count among all."""
    named = accounts is not None and not callable(accounts)
    return aggregate(access, _accounts if named else _real_accounts, ACCOUNTS, accounts)


def load_contacts(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.CONTACTS``."""
    return aggregate(access, _contacts, CONTACTS, accounts)


def load_outreach(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.OUTREACH``."""
    gate = access.rules.gate
    asked_after = access.as_of - dt.timedelta(days=gate.asks_window_days)
    return aggregate(access, _outreach, OUTREACH, accounts, asked_after=asked_after, cap=gate.asks_cap)


def load_declined(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.PROPOSALS``: the latest "no" or "not now" to each product."""
    return aggregate(access, _declined, PROPOSALS, accounts)


def load_sources(access: AccessContext) -> Sources:
    """The last day each source has a row for; tells "no tickets" from "no ticket system connected"."""
    last = access.connection.execute(_last_days(), {"as_of": access.as_of}).one()
    holds = load_points_hold(access) if access.points_hold is None else access.points_hold
    return Sources(**last._mapping, records=load_records(access), points_hold=holds)


def load_records(access: AccessContext) -> Records:
    """Which kinds of rows the firm has by the day of the access; looked up once for as long as it is open."""
    if access.as_of not in access.recorded:
        found = access.connection.execute(_any_rows(), {"as_of": access.as_of}).one()
        access.recorded[access.as_of] = {kind: bool(there) for kind, there in found._mapping.items()}
    return Records(**access.recorded[access.as_of])


_LOOKED_AT = 500  # customers, by id: those of longest standing, who had the time to order again
_ONE_IN = 10  # buyers with a rhythm are enough to expect one


@cache
def _last_days() -> Statement:
    days = {"tickets": Ticket.opened_on, "touches": Touch.happened_on, "invoices": Invoice.due_on}
    return select(
        *(
            select(func.max(when)).where(when <= day("as_of")).scalar_subquery().label(name)
            for name, when in days.items()
        )
    )


@cache
def _any_rows() -> Statement:
    """One look a table, which ends at its first row."""
    kinds: dict[str, tuple[Any, Any]] = {
        "orders": (Purchase, Purchase.purchased_on),
        "contracts": (Subscription, Subscription.started_on),
        "deals": (Deal, Deal.opened_on),
        "usage": (Usage, Usage.day),
        "surveys": (Survey, Survey.answered_on),
        "tickets": (Ticket, Ticket.opened_on),
        "needs": (Need, Need.said_on),
        "notes": (Note, Note.written_on),
        "invoices": (Invoice, Invoice.due_on),
        "touches": (Touch, Touch.happened_on),
    }
    looked_at = [
        exists(select(model.id).where(when <= day("as_of"))).label(name) for name, (model, when) in kinds.items()
    ]
    champions = exists(select(Contact.id).where(Contact.is_champion)).label("champions")
    of_deals = exists(select(Purchase.id).where(Purchase.key.startswith(BOUGHT_BY_DEAL))).label("by_deals")
    return select(*looked_at, champions, of_deals, _repeats())


def _repeats() -> ColumnElement[bool]:
    """Whether some of the first customers show a rhythm: a look at a few tells a shop from a firm of projects."""
    some = select(Account.id).where(Account.is_test.is_(False)).order_by(Account.id).limit(_LOOKED_AT)
    buyers = (
        select(func.count(Purchase.purchased_on.distinct()).label("days"))
        .where(Purchase.account_id.in_(some), Purchase.purchased_on <= day("as_of"), Purchase.quantity > 0)
        .group_by(Purchase.account_id)
        .subquery()
    )
    rhythmic = func.sum(case((buyers.c.days >= FEWEST_DAYS, _ONE_IN), else_=0))
    return select(rhythmic >= func.count()).select_from(buyers).scalar_subquery().label("repeats")


def _accounts(among: Among) -> Statement:
    return (
        select(Account.id.label("account_id"), Account.created_on, Account.onboarded_on, Account.budget_frozen_until)
        .where(among(Account.id))
        .order_by(Account.id)
    )


def _real_accounts(among: Among) -> Statement:
    return _accounts(among).where(Account.is_test.is_(False))


def _contacts(among: Among) -> Statement:
    here = Contact.left_on.is_(None) | (Contact.left_on > day("as_of"))
    people = (
        select(
            Contact.account_id,
            func.sum(case((here, 1), else_=0)).label("contacts"),
            func.sum(case((here & Contact.is_champion, 1), else_=0)).label("champions"),
            func.max(case((Contact.is_champion & ~here, Contact.left_on))).label("champion_left_on"),
        )
        .where(among(Contact.account_id))
        .group_by(Contact.account_id)
        .cte("people_there")
    )
    touches = (
        select(Touch.account_id, func.max(Touch.happened_on).label("last_touch_on"))
        .where(among(Touch.account_id), Touch.happened_on <= day("as_of"))
        .group_by(Touch.account_id)
        .cte("touched")
    )
    return (
        select(
            Account.id.label("account_id"),
            touches.c.last_touch_on,
            people.c.contacts,
            people.c.champions,
            people.c.champion_left_on,
        )
        .outerjoin(people, people.c.account_id == Account.id)
        .outerjoin(touches, touches.c.account_id == Account.id)
        .where(among(Account.id), any_known(people, touches))
    )


def _outreach(among: Among) -> Statement:
    holds, asks, needs = _holds(among), _asks(among), _needs(among)
    return (
        select(
            Account.id.label("account_id"),
            holds.c.hold_expires_on,
            func.coalesce(asks.c.asks, 0).label("asks"),
            asks.c.capping_ask_on,
            func.coalesce(needs.c.open_needs, 0).label("open_needs"),
            needs.c.last_need_on,
        )
        .outerjoin(holds, holds.c.account_id == Account.id)
        .outerjoin(asks, asks.c.account_id == Account.id)
        .outerjoin(needs, needs.c.account_id == Account.id)
        .where(among(Account.id), any_known(holds, asks, needs))
    )


def _holds(among: Among) -> CTE:
    as_of = day("as_of")
    return (
        select(Hold.account_id, func.max(Hold.expires_on).label("hold_expires_on"))
        .where(
            among(Hold.account_id),
            Hold.placed_on <= as_of,
            Hold.expires_on >= as_of,
            Hold.lifted_on.is_(None) | (Hold.lifted_on > as_of),
        )
        .group_by(Hold.account_id)
        .cte("held")
    )


def _asks(among: Among) -> CTE:
    newest = func.row_number().over(
        partition_by=Proposal.account_id, order_by=(Proposal.proposed_on.desc(), Proposal.id)
    )
    asked = (
        select(Proposal.account_id, Proposal.proposed_on, newest.label("place"))
        .where(
            among(Proposal.account_id), Proposal.proposed_on <= day("as_of"), Proposal.proposed_on > day("asked_after")
        )
        .cte("asked")
    )
    is_capping = asked.c.place == bindparam("cap", type_=Integer)
    return (
        select(
            asked.c.account_id,
            func.count().label("asks"),
            func.max(case((is_capping, asked.c.proposed_on))).label("capping_ask_on"),
        )
        .group_by(asked.c.account_id)
        .cte("asks")
    )


def _needs(among: Among) -> CTE:
    still_open = (Need.closed_on > day("as_of")) | (Need.status == NeedStatus.OPEN)
    first = func.coalesce(Need.same_as_key, Need.key)  # what says the same counts once
    return (
        select(
            Need.account_id,
            func.count(distinct(case((still_open, first)))).label("open_needs"),
            func.max(Need.said_on).label("last_need_on"),
        )
        .where(among(Need.account_id), Need.said_on <= day("as_of"))
        .group_by(Need.account_id)
        .cte("needs_said")
    )


def _declined(among: Among) -> Statement:
    pair = (Proposal.account_id, Proposal.product_id)
    newest = func.row_number().over(partition_by=pair, order_by=(Proposal.outcome_on.desc(), Proposal.id.desc()))
    said_no = Proposal.outcome.in_(_NOES) & (Proposal.outcome_on <= day("as_of"))
    when, which = Proposal.outcome_on.label("last_no_on"), Proposal.outcome.label("last_no")
    told = (*pair, when, which, Proposal.later_until, Proposal.reason)
    ranked = select(*told, newest.label("place")).where(among(Proposal.account_id), said_no).cte("noes")
    return select(*(ranked.c[column.key] for column in told)).where(ranked.c.place == 1)
