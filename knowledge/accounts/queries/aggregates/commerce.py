"""Contracts, bills, purchases per account."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Integer,
    SQLColumnExpression,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    select,
)
from sqlalchemy.orm import aliased

from knowledge.accounts.columns import Columns
from knowledge.accounts.inputs import COMMERCE, PURCHASES
from knowledge.accounts.queries.aggregates.frame import (
    Accounts,
    Among,
    Statement,
    aggregate,
    any_known,
    day,
    unpack_numbers,
)
from knowledge.accounts.rhythm import count_purchase_days
from knowledge.kernel.access import AccessContext
from knowledge.kernel.dialects import day_number, days_from
from knowledge.tables import Account, ChurnEvent, Deal, Invoice, Purchase, Subscription
from knowledge.terms import DealOutcome


def load_commerce(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.COMMERCE``, one row an account."""
    back = access.as_of - dt.timedelta(days=access.rules.churn.seats_back_days)
    rules, currency = access.rules.churn, access.rules.firm.currency
    return aggregate(access, _commerce, COMMERCE, accounts, back=back, currency=currency, gap_days=rules.successor_days)


def load_purchases(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.PURCHASES``; the days are counted outside, which takes half as long."""
    names = ("account_id", "purchases", "days", "spent_minor")
    found = aggregate(access, _purchases, names, accounts, currency=access.rules.firm.currency)
    account, count = found["account_id"].astype(np.int64), found["purchases"].astype(np.int64)
    days = unpack_numbers(found["days"])
    counted = count_purchase_days(np.repeat(account, count), days, access.rules.churn, as_of=access.as_of)
    bought = {**counted, "spent_minor": found["spent_minor"][np.argsort(account)]}
    return {name: bought[name] for name in PURCHASES}


def _commerce(among: Among) -> Statement:
    contracts, bills, deals, losses = _contracts(among), _bills(among), _deals(among), _losses(among)
    by_name = {column.key: column for part in (contracts, bills, deals, losses) for column in part.c}
    return (
        select(Account.id.label("account_id"), *(by_name[name] for name in COMMERCE if name != "account_id"))
        .outerjoin(contracts, contracts.c.account_id == Account.id)
        .outerjoin(bills, bills.c.account_id == Account.id)
        .outerjoin(deals, deals.c.account_id == Account.id)
        .outerjoin(losses, losses.c.account_id == Account.id)
        .where(among(Account.id), any_known(contracts, bills, deals, losses))
    )


def _purchases(among: Among) -> Statement:
    """An account's days packed into one text: a row of its own for each would take many times as long.

    A return is no day of buying, but its money counts. Who also pays in another currency has spent an unknown sum.
    """
    bought_on = case((Purchase.quantity > 0, day_number(Purchase.purchased_on)))
    reported = _reported(Purchase.currency, Purchase.amount_minor)
    other = func.count(Purchase.amount_minor) - func.count(reported)
    return (
        select(
            Purchase.account_id,
            func.count(bought_on).label("purchases"),
            func.aggregate_strings(cast(bought_on, String), ",").label("days"),
            cast(case((other == 0, func.sum(Purchase.amount_minor))), Float).label("spent_minor"),
        )
        .where(among(Purchase.account_id), Purchase.purchased_on <= day("as_of"))
        .group_by(Purchase.account_id)
        .having(func.count(bought_on) > 0)
    )


def _contracts(among: Among) -> CTE:
    as_of = day("as_of")
    running, earlier = _runs_on(as_of), _runs_on(day("back"))
    monthly = _reported(Subscription.currency, Subscription.monthly_minor)
    ahead = running & (Subscription.renews_on >= as_of)
    passed = running & (Subscription.renews_on < as_of)
    undated = running & Subscription.renews_on.is_(None) & Subscription.ended_on.is_(None)
    asked_to_end = Subscription.cancel_requested_on <= as_of
    return (
        select(
            Subscription.account_id,
            func.sum(case((running, 1), else_=0)).label("running"),
            func.sum(case((running, monthly))).label("monthly_minor"),
            func.min(Subscription.started_on).label("first_started_on"),
            func.max(case((~_continues(), Subscription.started_on))).label("last_started_on"),
            func.count(case((~_continues(), Subscription.started_on)).distinct()).label("starts"),
            func.max(case((Subscription.ended_on <= as_of, Subscription.ended_on))).label("last_ended_on"),
            func.min(case((ahead, Subscription.renews_on))).label("renews_on"),
            func.min(case((running & (Subscription.notice_by >= as_of), Subscription.notice_by))).label("notice_by"),
            func.max(case((passed, Subscription.renews_on))).label("renewal_passed_on"),
            func.sum(case((undated, 1), else_=0)).label("undated"),
            func.min(case((running & asked_to_end, Subscription.cancel_requested_on))).label("cancel_requested_on"),
            func.sum(case((running, Subscription.seats))).label("seats"),
            func.sum(case((earlier, Subscription.seats))).label("seats_before"),
        )
        .where(among(Subscription.account_id), Subscription.started_on <= as_of)
        .group_by(Subscription.account_id)
        .cte("contracts")
    )


def _bills(among: Among) -> CTE:
    """Credit notes are bills below zero: not overdue themselves, they settle bills of their currency."""
    unpaid = Invoice.paid_on.is_(None) | (Invoice.paid_on > day("as_of"))
    due = unpaid & (func.coalesce(Invoice.amount_minor, 1) > 0)
    by_currency = (
        select(
            Invoice.account_id,
            func.count().label("invoices"),
            func.sum(case((due, 1), else_=0)).label("overdue"),
            func.min(case((due, Invoice.due_on))).label("overdue_since"),
            func.sum(case((unpaid, func.coalesce(Invoice.amount_minor, 1)), else_=0)).label("owed"),
        )
        .where(among(Invoice.account_id), Invoice.due_on <= day("as_of"))
        .group_by(Invoice.account_id, Invoice.currency)
        .subquery()
    )
    is_owed = by_currency.c.owed > 0
    return (
        select(
            by_currency.c.account_id,
            func.sum(by_currency.c.invoices).label("invoices"),
            func.sum(case((is_owed, by_currency.c.overdue), else_=0)).label("overdue"),
            func.min(case((is_owed, by_currency.c.overdue_since))).label("overdue_since"),
        )
        .group_by(by_currency.c.account_id)
        .cte("bills")
    )


def _deals(among: Among) -> CTE:
    still_open = (Deal.outcome == DealOutcome.OPEN) | (Deal.closed_on > day("as_of"))
    return (
        select(Deal.account_id, func.max(Deal.opened_on).label("open_deal_on"))
        .where(among(Deal.account_id), Deal.opened_on <= day("as_of"), still_open)
        .group_by(Deal.account_id)
        .cte("open_deals")
    )


def _losses(among: Among) -> CTE:
    away = ChurnEvent.back_on.is_(None) | (ChurnEvent.back_on > day("as_of"))
    return (
        select(ChurnEvent.account_id, func.max(ChurnEvent.lost_on).label("recorded_lost_on"))
        .where(among(ChurnEvent.account_id), ChurnEvent.product_id.is_(None), ChurnEvent.lost_on <= day("as_of"), away)
        .group_by(ChurnEvent.account_id)
        .cte("losses")
    )


def _runs_on(when: ColumnElement[dt.date]) -> ColumnElement[bool]:
    return (Subscription.started_on <= when) & (Subscription.ended_on.is_(None) | (Subscription.ended_on > when))


def _continues() -> ColumnElement[bool]:
    """Whether a contract goes on where an earlier one of the same product ended: a renewal, not a purchase."""
    earlier = aliased(Subscription)
    gap = days_from(earlier.ended_on, Subscription.started_on)
    return exists().where(
        earlier.account_id == Subscription.account_id,
        earlier.product_id == Subscription.product_id,
        earlier.started_on < Subscription.started_on,
        gap.between(-bindparam("gap_days", type_=Integer), bindparam("gap_days", type_=Integer)),
    )


def _reported(currency: SQLColumnExpression[Any], minor: SQLColumnExpression[Any]) -> ColumnElement[int]:
    """The amount where it is in the reporting currency; other currencies are never added to it."""
    return case((currency == bindparam("currency", type_=String), minor))
