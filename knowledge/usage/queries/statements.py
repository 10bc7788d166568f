"""The statement of use, of the whole or of its parts, with seats and the plan's limit: a row an account and product."""

from __future__ import annotations

from functools import partial
from typing import Any

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
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.accounts.inputs import EVERYTHING
from knowledge.accounts.queries.aggregates.frame import Among, Build, Statement, day
from knowledge.kernel.dialects import day_number
from knowledge.tables import Product, Subscription, Usage
from knowledge.usage.periods import UsePeriod

_SEATS = 1_000_000_000  # more than anybody has: a day and its seats in one number
_SEAT_UNITS = ("seats", "users", "席")
_OF_PARTS_TOO = (
    "first_day",
    "last_day",
    "recent_events",
    "baseline_events",
    "recent_users",
    "baseline_users",
    "baseline_used",
    "peak_users",
)


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


BUILD_OF: dict[tuple[UsePeriod | None, bool], Build] = {
    (only, is_nameless): partial(_usage, only=only, is_nameless=is_nameless)
    for only in (None, UsePeriod.WEEK, UsePeriod.MONTH)
    for is_nameless in (False, True)
}
"""By the period that a source which mixes them tells by, and whether of rows that name no product: each built once."""


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


def _is_used() -> ColumnElement[bool]:
    return func.coalesce(Usage.events, 0) + func.coalesce(Usage.active_users, 0) > 0


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
            func.count(case((baseline & _is_used(), 1))).label("baseline_used"),
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
            func.count(case((baseline & _is_used(), 1))).label("baseline_used"),
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
            func.sum(ranked.c.baseline_used).label("baseline_used"),
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
