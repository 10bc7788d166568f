"""Use per account and product in two windows that end where the data ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from sqlalchemy import CTE, BigInteger, ColumnElement, Integer, Select, and_, bindparam, case, cast, func, select

from knowledge.accounts.columns import Columns
from knowledge.accounts.inputs import USAGE, usage_windows
from knowledge.accounts.queries.aggregates.frame import Accounts, Among, Statement, aggregate, as_columns, day
from knowledge.kernel.access import AccessContext
from knowledge.kernel.dialects import day_number
from knowledge.tables import Product, Subscription, Usage

_SEATS = 1_000_000_000  # more than anybody has: a day and its seats in one number
_SEAT_UNITS = ("seats", "users", "席")


def load_usage(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.USAGE``, one row an account and product.

    One statement for all products whose data ends on the same day, which mostly is one day for all of them.
    """
    ends = sorted(_data_ends(access), key=itemgetter(1))
    found = []
    for data_until, group in groupby(ends, key=itemgetter(1)):
        recent, baseline = usage_windows(data_until, access.rules)
        windows = {
            "data_until": data_until,
            "recent_from": recent.first,
            "baseline_from": baseline.first,
            "baseline_until": baseline.last,
        }
        products = [product_id for product_id, _ in group]
        found.append(aggregate(access, _usage, USAGE, accounts, **windows, products=products))
    return _one_below_another(found)


def _one_below_another(found: Sequence[Columns]) -> Columns:
    """All rows by account, then product."""
    filled = [columns for columns in found if len(columns["account_id"])]
    if len(filled) < 2:
        return filled[0] if filled else as_columns(USAGE, ())
    joined = {name: np.concatenate([columns[name] for columns in filled]) for name in USAGE}
    order = np.lexsort((joined["product_id"], joined["account_id"]))
    return {name: values[order] for name, values in joined.items()}


def _data_ends(access: AccessContext) -> list[tuple[int, dt.date]]:
    """Each product that has any use, and the last day of it: one look into the index a product."""
    last_day = select(func.max(Usage.day)).where(Usage.product_id == Product.id, Usage.day <= access.as_of)
    rows = access.connection.execute(select(Product.id, last_day.scalar_subquery()))
    return [(product_id, data_until) for product_id, data_until in rows if data_until is not None]


def _usage(among: Among) -> Statement:
    whole, contracts, feature = _whole(among), _seats(among), _key_feature(among)
    limit = case((func.lower(Product.usage_limit_unit).in_(_SEAT_UNITS), None), else_=Product.usage_limit)
    return (
        select(
            whole.c.account_id,
            whole.c.product_id,
            day("data_until"),
            *(whole.c[name] for name in USAGE[3:10]),
            whole.c.seats_used,
            contracts.c.seats,
            limit.label("monthly_limit"),
            feature.c.recent,
            feature.c.baseline,
        )
        .select_from(whole)
        .join(Product, Product.id == whole.c.product_id)
        .outerjoin(contracts, _same(whole, contracts))
        .outerjoin(feature, _same(whole, feature))
        .order_by(whole.c.account_id, whole.c.product_id)
    )


def _of_products(among: Among) -> ColumnElement[bool]:
    """The sum keeps the database from its index on products: it would read the use of everybody for a few accounts."""
    return among(Usage.account_id) & (Usage.product_id + 0).in_(bindparam("products", expanding=True, type_=Integer))


def _is_recent() -> ColumnElement[bool]:
    return Usage.day.between(day("recent_from"), day("data_until"))


def _is_baseline() -> ColumnElement[bool]:
    return Usage.day.between(day("baseline_from"), day("baseline_until"))


def _whole(among: Among) -> CTE:
    recent, baseline = _is_recent(), _is_baseline()
    latest_seats = cast(day_number(Usage.day), BigInteger) * _SEATS + Usage.seats_used  # the highest is the latest
    return (
        select(
            Usage.account_id,
            Usage.product_id,
            func.min(Usage.day).label("first_day"),
            func.max(Usage.day).label("last_day"),
            func.sum(case((recent, Usage.events))).label("recent_events"),
            func.sum(case((baseline, Usage.events))).label("baseline_events"),
            func.sum(case((recent, Usage.active_users))).label("recent_users"),
            func.sum(case((baseline, Usage.active_users))).label("baseline_users"),
            func.max(case((recent, Usage.active_users))).label("peak_users"),
            (func.max(case((recent, latest_seats))) % _SEATS).label("seats_used"),
        )
        .where(_of_products(among), Usage.feature == "", Usage.day <= day("as_of"))
        .group_by(Usage.account_id, Usage.product_id)
        .cte("whole")
    )


def _key_feature(among: Among) -> CTE:
    sums = (
        select(
            Usage.account_id,
            Usage.product_id,
            Usage.feature,
            func.coalesce(func.sum(case((_is_recent(), Usage.events))), 0).label("recent"),
            func.coalesce(func.sum(case((_is_baseline(), Usage.events))), 0).label("baseline"),
        )
        .where(_of_products(among), Usage.feature != "", Usage.day.between(day("baseline_from"), day("data_until")))
        .group_by(Usage.account_id, Usage.product_id, Usage.feature)
        .cte("features")
    )
    most = func.row_number().over(
        partition_by=(sums.c.account_id, sums.c.product_id), order_by=(sums.c.baseline.desc(), sums.c.feature)
    )
    ranked = select(sums, most.label("place")).cte("features_ranked")
    return _first(ranked, "recent", "baseline").cte("key_feature")


def _seats(among: Among) -> CTE:
    as_of = day("as_of")
    running = (Subscription.started_on <= as_of) & (Subscription.ended_on.is_(None) | (Subscription.ended_on > as_of))
    return (
        select(Subscription.account_id, Subscription.product_id, func.sum(Subscription.seats).label("seats"))
        .where(among(Subscription.account_id), running)
        .group_by(Subscription.account_id, Subscription.product_id)
        .cte("contracts")
    )


def _first(ranked: CTE, *told: str) -> Select[Any]:
    """The rows in first place; grouped, for SQLite joins only what it may index and scans a ranking once a row."""
    keys = (ranked.c.account_id, ranked.c.product_id)
    values = (func.max(ranked.c[name]).label(name) for name in told)
    return select(*keys, *values).where(ranked.c.place == 1).group_by(*keys)


def _same(left: CTE, right: CTE) -> ColumnElement[bool]:
    return and_(left.c.account_id == right.c.account_id, left.c.product_id == right.c.product_id)
