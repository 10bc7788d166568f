"""Contracts, bills, purchases per account."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
from sqlalchemy import CTE, ColumnElement, Float, SQLColumnExpression, case, cast, func, select

from knowledge.analytics.inputs import COMMERCE, PURCHASES
from knowledge.store.aggregates.frame import Accounts, among, frame
from knowledge.store.book import Book
from knowledge.store.dialects import days_from
from knowledge.store.models import Account, Deal, Invoice, Purchase, Subscription
from knowledge.terms import DealOutcome


def load_commerce(book: Book, accounts: Accounts = None) -> pd.DataFrame:
    """The columns of ``inputs.COMMERCE``, one row an account that has any of it."""
    contracts, bills, deals = _contracts(book, accounts), _bills(book, accounts), _deals(book, accounts)
    query = (
        select(
            Account.id,
            *(contracts.c[name] for name in COMMERCE[1:11]),
            *(bills.c[name] for name in COMMERCE[11:14]),
            deals.c.open_deal_on,
        )
        .outerjoin(contracts, contracts.c.account_id == Account.id)
        .outerjoin(bills, bills.c.account_id == Account.id)
        .outerjoin(deals, deals.c.account_id == Account.id)
        .where(among(book, Account.id, accounts))
    )
    return frame(book, query, COMMERCE)


def load_purchases(book: Book, accounts: Accounts = None) -> pd.DataFrame:
    """The columns of ``inputs.PURCHASES``."""
    days = (
        select(
            Purchase.account_id,
            Purchase.purchased_on,
            func.sum(_reported(book, Purchase.currency, Purchase.amount_minor)).label("spent"),
        )
        .where(among(book, Purchase.account_id, accounts), Purchase.purchased_on <= book.as_of)
        .group_by(Purchase.account_id, Purchase.purchased_on)
        .cte("days")
    )
    age = cast(days_from(days.c.purchased_on, book.as_of), Float)
    query = select(
        days.c.account_id,
        func.min(days.c.purchased_on),
        func.max(days.c.purchased_on),
        func.count(),
        cast(func.sum(days.c.spent), Float),
        func.sum(func.pow(0.5, age / float(book.rules.churn.half_life_days))),
    ).group_by(days.c.account_id)
    return frame(book, query, PURCHASES)


def _contracts(book: Book, accounts: Accounts) -> CTE:
    day = book.as_of
    running = _runs_on(day)
    earlier = _runs_on(day - dt.timedelta(days=book.rules.churn.seats_back_days))
    monthly = _reported(book, Subscription.currency, Subscription.monthly_minor)
    ahead = running & (Subscription.renews_on >= day)
    return (
        select(
            Subscription.account_id,
            func.sum(case((running, 1), else_=0)).label("running"),
            func.sum(case((running, monthly))).label("monthly_minor"),
            func.min(Subscription.started_on).label("first_started_on"),
            func.max(Subscription.started_on).label("last_started_on"),
            func.max(case((Subscription.ended_on <= day, Subscription.ended_on))).label("last_ended_on"),
            func.min(case((ahead, Subscription.renews_on))).label("renews_on"),
            func.min(case((running & (Subscription.notice_by >= day), Subscription.notice_by))).label("notice_by"),
            func.min(case((running, Subscription.cancel_requested_on))).label("cancel_requested_on"),
            func.sum(case((running, Subscription.seats))).label("seats"),
            func.sum(case((earlier, Subscription.seats))).label("seats_before"),
        )
        .where(among(book, Subscription.account_id, accounts), Subscription.started_on <= day)
        .group_by(Subscription.account_id)
        .cte("contracts")
    )


def _bills(book: Book, accounts: Accounts) -> CTE:
    unpaid = Invoice.paid_on.is_(None) | (Invoice.paid_on > book.as_of)
    return (
        select(
            Invoice.account_id,
            func.count().label("invoices"),
            func.sum(case((unpaid, 1), else_=0)).label("overdue"),
            func.min(case((unpaid, Invoice.due_on))).label("overdue_since"),
        )
        .where(among(book, Invoice.account_id, accounts), Invoice.due_on <= book.as_of)
        .group_by(Invoice.account_id)
        .cte("bills")
    )


def _deals(book: Book, accounts: Accounts) -> CTE:
    still_open = (Deal.outcome == DealOutcome.OPEN) | (Deal.closed_on > book.as_of)
    return (
        select(Deal.account_id, func.max(Deal.opened_on).label("open_deal_on"))
        .where(among(book, Deal.account_id, accounts), Deal.opened_on <= book.as_of, still_open)
        .group_by(Deal.account_id)
        .cte("open_deals")
    )


def _runs_on(day: dt.date) -> ColumnElement[bool]:
    return (Subscription.started_on <= day) & (Subscription.ended_on.is_(None) | (Subscription.ended_on > day))


def _reported(book: Book, currency: SQLColumnExpression[Any], minor: SQLColumnExpression[Any]) -> ColumnElement[int]:
    """The amount where it is in the reporting currency; other currencies are never added to it."""
    return case((currency == book.rules.firm.currency, minor))
