"""Use per account and product in two windows of whole periods that end where the data ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.accounts.columns import Columns
from knowledge.accounts.inputs import EVERYTHING, USAGE
from knowledge.accounts.queries.aggregates.frame import Accounts, Among, Build, Statement, aggregate, day, no_rows
from knowledge.kernel.access import AccessContext
from knowledge.kernel.dialects import day_number
from knowledge.tables import Product, Subscription, Usage
from knowledge.usage.periods import UsePeriod, UseWindows, find_windows

_SEATS = 1_000_000_000  # more than anybody has: a day and its seats in one number
_SEAT_UNITS = ("seats", "users", "席")
_DAYS_LOOKED_AT = 10  # the latest on which rows of a product begin: they tell days from weeks and months
_TOLD_OUTSIDE = ("family_id", "period", "recent_days", "baseline_days", "recent_rows", "baseline_rows")
_FROM_SQL = tuple(name for name in USAGE if name not in _TOLD_OUTSIDE)
_OF_PARTS_TOO = (
    "first_day",
    "last_day",
    "recent_events",
    "baseline_events",
    "recent_users",
    "baseline_users",
    "peak_users",
)
_DAYS_OF = {UsePeriod.DAY: 1, UsePeriod.WEEK: 7, UsePeriod.MONTH: 30}


def load_usage(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.USAGE``, one row an account and product.

    One statement for all products whose data ends on the same day, which mostly is one day for all of them; one more
    where some customers are told by the week and others by the month, and one for rows that name no product.
    """
    found, family_of = [], _find_families(access) | _find_nameless(access)
    for (windows, only, is_nameless), products in _by_windows(family_of, access).items():
        given: dict[str, object] = {
            "data_until": windows.recent.last,
            "recent_from": windows.recent.first,
            "baseline_from": windows.baseline.first,
            "baseline_until": windows.baseline.last,
            "products": products,
        }
        if only:
            given["firsts"] = _firsts(windows.baseline.first, access.as_of)
        columns = aggregate(access, _BUILD_OF[only, is_nameless], _FROM_SQL, accounts, **given)
        families = _families_of(columns, {} if is_nameless else family_of)
        found.append(columns | families | _told_by(windows, len(columns["account_id"])))
    return _by_product_where_told(_one_below_another(found))


def _one_below_another(found: Sequence[Columns]) -> Columns:
    """All rows by account, then product."""
    filled = [columns for columns in found if len(columns["account_id"])]
    if len(filled) < 2:
        return filled[0] if filled else no_rows(USAGE)
    joined = {name: np.concatenate([columns[name] for columns in filled]) for name in USAGE}
    order = np.lexsort((joined["product_id"], joined["account_id"]))
    return {name: values[order] for name, values in joined.items()}


def _by_product_where_told(columns: Columns) -> Columns:
    """Without what names no product where an account's use is told by product: it holds the same again, or unlikes."""
    named = columns["family_id"] != EVERYTHING
    kept = named | ~np.isin(columns["account_id"], columns["account_id"][named])
    return {name: values[kept] for name, values in columns.items()}


def _find_nameless(access: AccessContext) -> dict[int, tuple[int, frozenset[dt.date]]]:
    """What ``_find_families`` says of products, of rows that name none; empty where each names one."""
    days = (
        select(Usage.day)
        .where(Usage.product_id.is_(None), Usage.day <= access.as_of)
        .distinct()
        .order_by(Usage.day.desc())
        .limit(_DAYS_LOOKED_AT)
    )
    latest = frozenset(access.connection.execute(days).scalars())
    return {EVERYTHING: (EVERYTHING, latest)} if latest else {}


def _find_families(access: AccessContext) -> dict[int, tuple[int, frozenset[dt.date]]]:
    """Product → the lowest product of its family, and the latest days on which rows of the family begin.

    A few looks into the index a product: each finds the day before the one found last.
    """
    latest = (
        select(func.max(Usage.day)).where(Usage.product_id == Product.id, Usage.day <= day("as_of")).scalar_subquery()
    )
    found = select(Product.id, Product.family, latest.label("day"), literal(1).label("place")).cte(
        "found", recursive=True
    )
    before = select(func.max(Usage.day)).where(Usage.product_id == found.c.id, Usage.day < found.c.day)
    further = select(found.c.id, found.c.family, before.scalar_subquery(), found.c.place + 1)
    found = found.union_all(further.where(found.c.day.is_not(None), found.c.place < _DAYS_LOOKED_AT))
    query = select(found.c.id, found.c.family, type_coerce(found.c.day, Date)).where(found.c.day.is_not(None))
    rows: Sequence[Any] = access.connection.execute(query, {"as_of": access.as_of}).all()
    members: dict[str, set[int]] = {}
    days: dict[str, set[dt.date]] = {}
    for product_id, family, begins in rows:
        members.setdefault(family, set()).add(product_id)
        days.setdefault(family, set()).add(begins)
    return {
        product_id: (min(products), frozenset(days[family]))
        for family, products in members.items()
        for product_id in products
    }


def _by_windows(
    family_of: dict[int, tuple[int, frozenset[dt.date]]], access: AccessContext
) -> dict[tuple[UseWindows, UsePeriod | None, bool], list[int]]:
    """Windows → products; with the period asked for where a family mixes them, None where all rows fit, and whether
    it is of rows that name no product."""
    found: dict[tuple[UseWindows, UsePeriod | None, bool], list[int]] = {}
    for product_id, (_, days) in sorted(family_of.items()):
        both = find_windows(days, access.rules, as_of=access.as_of)
        for windows in both:
            only = windows.period if len(both) > 1 else None
            found.setdefault((windows, only, product_id == EVERYTHING), []).append(product_id)
    return found


def _families_of(columns: Columns, family_of: dict[int, tuple[int, frozenset[dt.date]]]) -> Columns:
    """The column of families; of everything where none is known."""
    known = (family_of.get(int(product_id)) for product_id in columns["product_id"])
    return {"family_id": np.array([found[0] if found else EVERYTHING for found in known], dtype=np.float64)}


def _told_by(windows: UseWindows, size: int) -> Columns:
    """The columns that are the same for every row of a statement."""
    recent_days, baseline_days = ((span.last - span.first).days + 1 for span in (windows.recent, windows.baseline))
    recent_rows, baseline_rows = windows.rows
    same = {
        "period": _DAYS_OF[windows.period],
        "recent_days": recent_days,
        "baseline_days": baseline_days,
        "recent_rows": recent_rows,
        "baseline_rows": baseline_rows,
    }
    return {name: np.full(size, float(value)) for name, value in same.items()}


def _firsts(since: dt.date, until: dt.date) -> list[dt.date]:
    """The first days of the months that begin within these days."""
    days = (since + dt.timedelta(days=count) for count in range((until - since).days + 1))
    return [each for each in days if each.day == 1]


def _usage(among: Among, *, only: UsePeriod | None = None, is_nameless: bool = False) -> Statement:
    whole, features = _whole(among, only), _features(among, only)
    contracts = _only_product(among) if is_nameless else _seats(among)
    limit = case((func.lower(Product.usage_limit_unit).in_(_SEAT_UNITS), None), else_=Product.usage_limit)
    account_id = func.coalesce(whole.c.account_id, features.c.account_id)
    used_id = func.coalesce(whole.c.product_id, features.c.product_id)
    product_id = func.coalesce(contracts.c.product_id, used_id) if is_nameless else used_id
    is_theirs = (contracts.c.account_id == account_id) & (true() if is_nameless else contracts.c.product_id == used_id)
    both = whole.outerjoin(features, _same(whole, features), full=True)
    in_parts = whole.c.last_day.is_(None) | (whole.c.last_day < day("baseline_from"))

    def told(name: str) -> ColumnElement[Any]:
        """Of the whole; of its parts where nothing of the whole is known in the windows."""
        return case((in_parts & features.c.account_id.is_not(None), features.c[name]), else_=whole.c[name])

    return (
        select(
            account_id.label("account_id"),
            product_id.label("product_id"),
            day("data_until").label("data_until"),
            *(told(name).label(name) for name in _OF_PARTS_TOO),
            whole.c.seats_used,
            contracts.c.seats,
            limit.label("monthly_limit"),
            features.c.key_recent.label("key_feature_recent"),
            features.c.key_baseline.label("key_feature_baseline"),
        )
        .select_from(both)
        .outerjoin(contracts, is_theirs)
        .outerjoin(Product, Product.id == product_id)
        .order_by(account_id, product_id)
    )


_BUILD_OF: dict[tuple[UsePeriod | None, bool], Build] = {
    (only, is_nameless): partial(_usage, only=only, is_nameless=is_nameless)
    for only in (None, UsePeriod.WEEK, UsePeriod.MONTH)
    for is_nameless in (False, True)
}
"""Each statement once, so that it is built once."""


def _told_by_period(only: UsePeriod | None) -> ColumnElement[bool]:
    """Of a source that mixes weeks and months the accounts told by months, whose rows all begin on a first, or not."""
    if only is None:
        return true()
    is_other = Usage.day.not_in(bindparam("firsts", expanding=True, type_=Date)) & (Usage.day >= day("baseline_from"))
    others = func.coalesce(func.sum(case((is_other, 1), else_=0)), 0)
    return others == 0 if only is UsePeriod.MONTH else others > 0


def _product_id() -> ColumnElement[int]:
    return func.coalesce(Usage.product_id, EVERYTHING)


def _of_products(among: Among) -> ColumnElement[bool]:
    """The function keeps the database from its index on products: it would read the use of everybody for a few."""
    return among(Usage.account_id) & _product_id().in_(bindparam("products", expanding=True, type_=Integer))


def _is_recent() -> ColumnElement[bool]:
    return Usage.day.between(day("recent_from"), day("data_until"))


def _is_lately() -> ColumnElement[bool]:
    """With the period that is not over: seats and people are a state, which the newest row tells best."""
    return Usage.day.between(day("recent_from"), day("as_of"))


def _is_baseline() -> ColumnElement[bool]:
    return Usage.day.between(day("baseline_from"), day("baseline_until"))


def _whole(among: Among, only: UsePeriod | None) -> CTE:
    recent, baseline, lately = _is_recent(), _is_baseline(), _is_lately()
    latest_seats = cast(day_number(Usage.day), BigInteger) * _SEATS + Usage.seats_used  # the highest is the latest
    return (
        select(
            Usage.account_id,
            _product_id().label("product_id"),
            func.min(Usage.day).label("first_day"),
            func.max(Usage.day).label("last_day"),
            func.sum(case((recent, Usage.events))).label("recent_events"),
            func.sum(case((baseline, Usage.events))).label("baseline_events"),
            func.sum(case((recent, Usage.active_users))).label("recent_users"),
            func.sum(case((baseline, Usage.active_users))).label("baseline_users"),
            func.max(case((lately, Usage.active_users))).label("peak_users"),
            (func.max(case((lately, latest_seats))) % _SEATS).label("seats_used"),
        )
        .where(_of_products(among), Usage.feature == "", Usage.day <= day("as_of"))
        .group_by(Usage.account_id, Usage.product_id)
        .having(_told_by_period(only))
        .cte("whole")
    )


def _features(among: Among, only: UsePeriod | None) -> CTE:
    """The feature used most in the baseline, and all features together: of people those of the feature with most."""
    recent, baseline = _is_recent(), _is_baseline()
    sums = (
        select(
            Usage.account_id,
            _product_id().label("product_id"),
            Usage.feature,
            func.min(Usage.day).label("first_day"),
            func.max(Usage.day).label("last_day"),
            func.sum(case((recent, Usage.events))).label("recent_events"),
            func.sum(case((baseline, Usage.events))).label("baseline_events"),
            func.sum(case((recent, Usage.active_users))).label("recent_users"),
            func.sum(case((baseline, Usage.active_users))).label("baseline_users"),
            func.max(case((_is_lately(), Usage.active_users))).label("peak_users"),
        )
        .where(_of_products(among), Usage.feature != "", Usage.day.between(day("baseline_from"), day("as_of")))
        .group_by(Usage.account_id, Usage.product_id, Usage.feature)
        .having(_told_by_period(only))
        .cte("features")
    )
    most = func.row_number().over(
        partition_by=(sums.c.account_id, sums.c.product_id),
        order_by=(func.coalesce(sums.c.baseline_events, 0).desc(), sums.c.feature),
    )
    ranked = select(sums, most.label("place")).cte("features_ranked")
    key = ranked.c.place == 1
    users = (func.max(ranked.c[name]).label(name) for name in ("recent_users", "baseline_users", "peak_users"))
    return (
        select(
            ranked.c.account_id,
            ranked.c.product_id,
            func.min(ranked.c.first_day).label("first_day"),
            func.max(ranked.c.last_day).label("last_day"),
            func.sum(ranked.c.recent_events).label("recent_events"),
            func.sum(ranked.c.baseline_events).label("baseline_events"),
            *users,
            func.max(case((key, func.coalesce(ranked.c.recent_events, 0)))).label("key_recent"),
            func.max(case((key, func.coalesce(ranked.c.baseline_events, 0)))).label("key_baseline"),
        )
        .group_by(ranked.c.account_id, ranked.c.product_id)
        .cte("parts")
    )


def _seats(among: Among) -> CTE:
    return _contracts(among, Subscription.product_id).group_by(Subscription.product_id).cte("contracts")


def _only_product(among: Among) -> CTE:
    """The product of those who have contracts of a single one: what they use is that."""
    count = func.count(Subscription.product_id.distinct())
    return _contracts(among, func.min(Subscription.product_id)).having(count == 1).cte("contracts")


def _contracts(among: Among, product_id: ColumnElement[int] | InstrumentedAttribute[int]) -> Statement:
    as_of = day("as_of")
    running = (Subscription.started_on <= as_of) & (Subscription.ended_on.is_(None) | (Subscription.ended_on > as_of))
    seats = func.sum(Subscription.seats).label("seats")
    return (
        select(Subscription.account_id, product_id.label("product_id"), seats)
        .where(among(Subscription.account_id), running)
        .group_by(Subscription.account_id)
    )


def _same(left: CTE, right: CTE) -> ColumnElement[bool]:
    return and_(left.c.account_id == right.c.account_id, left.c.product_id == right.c.product_id)
