"""Contacts and our own outreach per account."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from sqlalchemy import case, func, select

from knowledge.analytics.inputs import ACCOUNTS, CONTACTS, OUTREACH, PROPOSALS, Sources
from knowledge.store.aggregates.frame import Accounts, among, frame
from knowledge.store.book import Book
from knowledge.store.models import Account, Contact, Hold, Invoice, Need, Proposal, Ticket, Touch
from knowledge.terms import ProposalOutcome

_NOES = (ProposalOutcome.LOST, ProposalOutcome.NOT_RELEVANT, ProposalOutcome.LATER, ProposalOutcome.TOO_EARLY)


def load_accounts(book: Book, accounts: Accounts = None) -> pd.DataFrame:
    """The columns of ``inputs.ACCOUNTS``. Test accounts answer for themselves but never count among all."""
    real = Account.is_test.is_(False) if accounts is None else Account.id.is_not(None)
    query = (
        select(Account.id, Account.created_on, Account.onboarded_on, Account.budget_frozen_until)
        .where(among(book, Account.id, accounts), real)
        .order_by(Account.id)
    )
    return frame(book, query, ACCOUNTS)


def load_contacts(book: Book, accounts: Accounts = None) -> pd.DataFrame:
    """The columns of ``inputs.CONTACTS``."""
    here = Contact.left_on.is_(None) | (Contact.left_on > book.as_of)
    people = (
        select(
            Contact.account_id,
            func.sum(case((here, 1), else_=0)).label("contacts"),
            func.sum(case((here & Contact.is_champion, 1), else_=0)).label("champions"),
            func.max(case((Contact.is_champion & ~here, Contact.left_on))).label("champion_left_on"),
        )
        .where(among(book, Contact.account_id, accounts))
        .group_by(Contact.account_id)
        .cte("people_there")
    )
    touches = (
        select(Touch.account_id, func.max(Touch.happened_on).label("last_touch_on"))
        .where(among(book, Touch.account_id, accounts), Touch.happened_on <= book.as_of)
        .group_by(Touch.account_id)
        .cte("touched")
    )
    query = (
        select(Account.id, touches.c.last_touch_on, people.c.contacts, people.c.champions, people.c.champion_left_on)
        .outerjoin(people, people.c.account_id == Account.id)
        .outerjoin(touches, touches.c.account_id == Account.id)
        .where(among(book, Account.id, accounts))
    )
    return frame(book, query, CONTACTS)


def load_outreach(book: Book, accounts: Accounts = None) -> pd.DataFrame:
    """The columns of ``inputs.OUTREACH``."""
    day, cap = book.as_of, book.rules.gate.asks_cap
    holds = (
        select(Hold.account_id, func.max(Hold.expires_on).label("hold_expires_on"))
        .where(
            among(book, Hold.account_id, accounts),
            Hold.placed_on <= day,
            Hold.expires_on >= day,
            Hold.lifted_on.is_(None) | (Hold.lifted_on > day),
        )
        .group_by(Hold.account_id)
        .cte("held")
    )
    window = day - dt.timedelta(days=book.rules.gate.asks_window_days)
    newest = func.row_number().over(
        partition_by=Proposal.account_id, order_by=(Proposal.proposed_on.desc(), Proposal.id)
    )
    asked = (
        select(Proposal.account_id, Proposal.proposed_on, newest.label("place"))
        .where(among(book, Proposal.account_id, accounts), Proposal.proposed_on <= day, Proposal.proposed_on > window)
        .cte("asked")
    )
    asks = (
        select(
            asked.c.account_id,
            func.count().label("asks"),
            func.max(case((asked.c.place == cap, asked.c.proposed_on))).label("capping_ask_on"),
        )
        .group_by(asked.c.account_id)
        .cte("asks")
    )
    open_need = (Need.closed_on > day) | (Need.status == "open")
    needs = (
        select(
            Need.account_id,
            func.sum(case((open_need, 1), else_=0)).label("open_needs"),
            func.max(Need.said_on).label("last_need_on"),
        )
        .where(among(book, Need.account_id, accounts), Need.said_on <= day)
        .group_by(Need.account_id)
        .cte("needs_said")
    )
    query = (
        select(
            Account.id,
            holds.c.hold_expires_on,
            func.coalesce(asks.c.asks, 0),
            asks.c.capping_ask_on,
            func.coalesce(needs.c.open_needs, 0),
            needs.c.last_need_on,
        )
        .outerjoin(holds, holds.c.account_id == Account.id)
        .outerjoin(asks, asks.c.account_id == Account.id)
        .outerjoin(needs, needs.c.account_id == Account.id)
        .where(among(book, Account.id, accounts))
    )
    return frame(book, query, OUTREACH)


def load_declined(book: Book, accounts: Accounts = None) -> pd.DataFrame:
    """The columns of ``inputs.PROPOSALS``: the latest "no" or "not now" to each product."""
    pair = (Proposal.account_id, Proposal.product_id)
    newest = func.row_number().over(partition_by=pair, order_by=(Proposal.outcome_on.desc(), Proposal.id.desc()))
    ranked = (
        select(*pair, Proposal.outcome_on, Proposal.outcome, Proposal.later_until, newest.label("place"))
        .where(
            among(book, Proposal.account_id, accounts), Proposal.outcome.in_(_NOES), Proposal.outcome_on <= book.as_of
        )
        .cte("noes")
    )
    query = select(
        ranked.c.account_id, ranked.c.product_id, ranked.c.outcome_on, ranked.c.outcome, ranked.c.later_until
    ).where(ranked.c.place == 1)
    return frame(book, query, PROPOSALS)


def load_sources(book: Book) -> Sources:
    """The last day each source has a row for; tells "no tickets" from "no ticket system connected"."""
    tickets, touches, invoices = (
        book.connection.execute(select(func.max(day)).where(day <= book.as_of)).scalar()
        for day in (Ticket.opened_on, Touch.happened_on, Invoice.due_on)
    )
    return Sources(tickets, touches, invoices)
