"""Use per account and product in two windows that end where the data ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
from sqlalchemy import (
    CTE,
    ColumnClause,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    case,
    column,
    func,
    select,
    values,
)

from knowledge.analytics.inputs import USAGE, usage_windows
from knowledge.store.aggregates.frame import Accounts, among, frame
from knowledge.store.book import Book
from knowledge.store.models import Product, Subscription, Usage

_WINDOW_COLUMNS = ("data_until", "recent_from", "baseline_from", "baseline_until")


def load_usage(book: Book, accounts: Accounts = None) -> pd.DataFrame:
    """The columns of ``inputs.USAGE``, one row an account and product."""
    windows = _windows(book)
    if windows is None:
        return pd.DataFrame(columns=list(USAGE))
    whole = _whole(book, accounts, windows)
    seats_used = _latest_seats(book, accounts, windows)
    feature = _key_feature(book, accounts, windows)
    contracts = _seats(book, accounts)
    limit = case((func.lower(Product.usage_limit_unit).in_(("seats", "users", "席")), None), else_=Product.usage_limit)
    query = (
        select(
            *(whole.c[name] for name in USAGE[:10]),
            seats_used.c.seats_used,
            contracts.c.seats,
            limit.label("monthly_limit"),
            feature.c.recent,
            feature.c.baseline,
        )
        .select_from(whole)
        .join(Product, Product.id == whole.c.product_id)
        .outerjoin(seats_used, _same(whole, seats_used))
        .outerjoin(contracts, _same(whole, contracts))
        .outerjoin(feature, _same(whole, feature))
        .order_by(whole.c.account_id, whole.c.product_id)
    )
    return frame(book, query, USAGE)


def _windows(book: Book) -> CTE | None:
    """product_id and the ends of its two windows, as a table of constants; None without any use."""
    last_day = (
        select(func.max(Usage.day)).where(Usage.product_id == Product.id, Usage.day <= book.as_of).scalar_subquery()
    )
    rows: list[tuple[int, dt.date, dt.date, dt.date, dt.date]] = []
    for product_id, data_until in book.connection.execute(select(Product.id, last_day)):
        if data_until is not None:
            recent, baseline = usage_windows(data_until, book.rules)
            rows.append((product_id, data_until, recent.first, baseline.first, baseline.last))
    if not rows:
        return None
    columns: list[ColumnClause[Any]] = [
        column("product_id", Integer),
        *(column(name, Date) for name in _WINDOW_COLUMNS),
    ]
    return values(*columns, name="windows").data(rows).cte("windows")


def _whole(book: Book, accounts: Accounts, windows: CTE) -> CTE:
    recent = Usage.day.between(windows.c.recent_from, windows.c.data_until)
    baseline = Usage.day.between(windows.c.baseline_from, windows.c.baseline_until)
    return (
        select(
            Usage.account_id,
            Usage.product_id,
            windows.c.data_until,
            func.min(Usage.day).label("first_day"),
            func.max(Usage.day).label("last_day"),
            func.sum(case((recent, Usage.events))).label("recent_events"),
            func.sum(case((baseline, Usage.events))).label("baseline_events"),
            func.sum(case((recent, Usage.active_users))).label("recent_users"),
            func.sum(case((baseline, Usage.active_users))).label("baseline_users"),
            func.max(case((recent, Usage.active_users))).label("peak_users"),
        )
        .join(windows, windows.c.product_id == Usage.product_id)
        .where(among(book, Usage.account_id, accounts), Usage.feature == "", Usage.day <= book.as_of)
        .group_by(Usage.account_id, Usage.product_id, windows.c.data_until)
        .cte("whole")
    )


def _latest_seats(book: Book, accounts: Accounts, windows: CTE) -> CTE:
    newest = func.row_number().over(
        partition_by=(Usage.account_id, Usage.product_id), order_by=(Usage.day.desc(), Usage.id)
    )
    ranked = (
        select(Usage.account_id, Usage.product_id, Usage.seats_used, newest.label("place"))
        .join(windows, windows.c.product_id == Usage.product_id)
        .where(
            among(book, Usage.account_id, accounts),
            Usage.feature == "",
            Usage.seats_used.is_not(None),
            Usage.day.between(windows.c.recent_from, windows.c.data_until),
        )
        .cte("seats_ranked")
    )
    return _first(select(ranked.c.account_id, ranked.c.product_id, ranked.c.seats_used), ranked).cte("seats_latest")


def _key_feature(book: Book, accounts: Accounts, windows: CTE) -> CTE:
    recent = Usage.day.between(windows.c.recent_from, windows.c.data_until)
    baseline = Usage.day.between(windows.c.baseline_from, windows.c.baseline_until)
    sums = (
        select(
            Usage.account_id,
            Usage.product_id,
            Usage.feature,
            func.coalesce(func.sum(case((recent, Usage.events))), 0).label("recent"),
            func.coalesce(func.sum(case((baseline, Usage.events))), 0).label("baseline"),
        )
        .join(windows, windows.c.product_id == Usage.product_id)
        .where(
            among(book, Usage.account_id, accounts),
            Usage.feature != "",
            Usage.day.between(windows.c.baseline_from, windows.c.data_until),
        )
        .group_by(Usage.account_id, Usage.product_id, Usage.feature)
        .cte("features")
    )
    most = func.row_number().over(
        partition_by=(sums.c.account_id, sums.c.product_id), order_by=(sums.c.baseline.desc(), sums.c.feature)
    )
    ranked = select(sums, most.label("place")).cte("features_ranked")
    chosen = select(ranked.c.account_id, ranked.c.product_id, ranked.c.recent, ranked.c.baseline)
    return _first(chosen, ranked).cte("key_feature")


def _seats(book: Book, accounts: Accounts) -> CTE:
    running = (Subscription.started_on <= book.as_of) & (
        Subscription.ended_on.is_(None) | (Subscription.ended_on > book.as_of)
    )
    return (
        select(Subscription.account_id, Subscription.product_id, func.sum(Subscription.seats).label("seats"))
        .where(among(book, Subscription.account_id, accounts), running)
        .group_by(Subscription.account_id, Subscription.product_id)
        .cte("contracts")
    )


def _first(query: Select[Any], ranked: CTE) -> Select[Any]:
    return query.where(ranked.c.place == 1)


def _same(left: CTE, right: CTE) -> ColumnElement[bool]:
    return and_(left.c.account_id == right.c.account_id, left.c.product_id == right.c.product_id)
