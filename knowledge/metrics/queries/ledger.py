"""Recurring revenue of each customer on each of some days: the ledger that retention and churn are told from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import aliased

from knowledge.accounts.queries.aggregates.frame import day
from knowledge.kernel.access import AccessContext
from knowledge.kernel.dialects import days_from
from knowledge.kernel.exchange_rates import Rates
from knowledge.metrics.told import Unrated
from knowledge.tables import Account, Subscription

_NEVER = dt.date(9999, 12, 31)


@dataclass(frozen=True)
class Ledger:
    """One row an account and currency, one column a day: recurring minor units a month, of contracts that ran then.

    began: the first day of the first contract of each row.
    """

    days: tuple[dt.date, ...]
    accounts: NDArray[np.int64]
    currencies: tuple[str, ...]
    minor: NDArray[np.float64]
    began: NDArray[np.datetime64]

    def had_before(self, day: dt.date) -> NDArray[np.bool_]:
        """Whether each customer ever had a contract by a day, in the order of what ``between`` gives."""
        first = np.minimum.reduceat(self.began, _starts(self.accounts)) if len(self.accounts) else self.began
        return np.asarray(first <= np.datetime64(day, "D"), dtype=bool)

    def between(self, opening: dt.date, closing: dt.date, rates: Rates) -> tuple[NDArray[Any], NDArray[Any]]:
        """Both days in the reporting currency, at the rate of the month after the opening day.

        One rate for both ends, so that a moving exchange rate never looks like a customer growing. RateMissing.
        """
        first, last = self.minor[:, self.days.index(opening)], self.minor[:, self.days.index(closing)]
        moved = (first > 0) | (last > 0)
        factor = np.ones(len(moved))
        for currency, held in self._held.items():
            if (held & moved).any():
                factor[held] = rates.factor(currency, opening + dt.timedelta(days=1))
        return _together(self.accounts, first * factor), _together(self.accounts, last * factor)

    def find_unrated(self, spans: Sequence[tuple[dt.date, dt.date]], rates: Rates) -> dict[str, Unrated]:
        """The currencies that lack a rate for any of these spans in which something of them counts; empty: none does.

        spans: opening and closing days. Empty too where nothing else would be left: then ``between`` tells what lacks.
        """
        found: dict[str, Unrated] = {}
        counts = np.zeros(len(self.accounts), dtype=bool)
        for opening, closing in spans:
            both = self.minor[:, [self.days.index(opening), self.days.index(closing)]]
            moved = (both > 0).any(axis=1)
            counts |= moved
            month = opening + dt.timedelta(days=1)
            for currency, held in self._held.items():
                if (held & moved).any() and not rates.knows(currency, month):
                    found.setdefault(currency, Unrated(month, 0))
        of_these = np.isin(np.array(self.currencies, dtype=object), list(found))
        if not (counts & ~of_these).any():
            return {}
        who = {each: len(np.unique(self.accounts[self._held[each] & counts])) for each in found}
        return {each: Unrated(lacks.month, who[each]) for each, lacks in found.items()}

    def without(self, currencies: Collection[str]) -> Ledger:
        """The rows in other currencies than these."""
        return self._only([each not in currencies for each in self.currencies])

    def of(self, accounts: Collection[int]) -> Ledger:
        """The rows of these customers."""
        return self._only([each in accounts for each in self.accounts.tolist()])

    def _only(self, kept: Sequence[bool]) -> Ledger:
        rest = np.flatnonzero(kept)
        named = tuple(self.currencies[place] for place in rest)
        return Ledger(self.days, self.accounts[rest], named, self.minor[rest], self.began[rest])

    @cached_property
    def _held(self) -> dict[str, NDArray[np.bool_]]:
        """Currency → the rows in it."""
        names = np.array(self.currencies, dtype=object)
        return {currency: np.asarray(names == currency, dtype=bool) for currency in sorted(set(self.currencies))}

    @property
    def customers(self) -> NDArray[np.int64]:
        """The accounts, each once, in the order of what ``between`` gives."""
        return np.unique(self.accounts)


def load_ledger(
    access: AccessContext, days: Sequence[dt.date], *, product_ids: Sequence[int] = (), is_counted: bool = False
) -> Ledger:
    """The ledger of all customers the viewer may see, on these days; of some products' contracts where named.

    A contract runs from its first day to the day before ``ended_on``; one that another follows within
    churn.successor_days runs on until then. Contracts without an amount or a currency count for nothing here, unless
    they are only counted: then each is 1 in the reporting currency, what is free of charge 0.
    """
    distinct = tuple(sorted(set(days)))
    given: dict[str, Any] = {f"on_{place}": each for place, each in enumerate(distinct)}
    built = _ledger(len(distinct), of_products=bool(product_ids), is_counted=is_counted)
    query = built.where(Account.is_test.is_(False), access.visible)
    given |= {"as_of": access.as_of, "bridge": access.rules.churn.successor_days, "last": max(distinct)}
    given |= {"reporting": access.rules.firm.currency} if is_counted else {}
    if product_ids:
        given["products"] = list(product_ids)
    rows = access.connection.execute(query, given).all()
    amounts = np.array([row[3:] for row in rows], dtype=np.float64).reshape(len(rows), len(distinct))
    accounts = np.array([row.account_id for row in rows], dtype=np.int64)
    began = np.array([row.began for row in rows], dtype="datetime64[D]")
    return Ledger(distinct, accounts, tuple(row.currency for row in rows), amounts, began)


def count_unpriced(access: AccessContext) -> int:
    """Running contracts that no figure of revenue can count, for want of an amount or a currency."""
    query = select(func.count()).where(
        access.sees(Subscription.account_id),
        Subscription.started_on <= access.as_of,
        Subscription.ended_on.is_(None) | (Subscription.ended_on > access.as_of),
        Subscription.monthly_minor.is_(None) | Subscription.currency.is_(None),
    )
    return int(access.connection.execute(query).scalar_one())


@cache
def _ledger(count: int, *, of_products: bool, is_counted: bool) -> Select[*tuple[Any, ...]]:
    """The statement for so many days: built once."""
    runs = _runs(of_products=of_products, is_counted=is_counted)
    sums = [_on(runs, f"on_{place}") for place in range(count)]
    return (
        select(runs.c.account_id, runs.c.currency, func.min(runs.c.started_on).label("began"), *sums)
        .join(Account, Account.id == runs.c.account_id)
        .group_by(runs.c.account_id, runs.c.currency)
        .order_by(runs.c.account_id)
    )


def _on(runs: CTE, name: str) -> ColumnElement[int]:
    when = day(name)
    running = (runs.c.started_on <= when) & (runs.c.until > when)
    return cast(func.sum(case((running, runs.c.monthly_minor), else_=0)), BigInteger)


def _runs(*, of_products: bool, is_counted: bool) -> CTE:
    """Each priced contract, or each, with the first day on which it no longer runs."""
    followed = _followed()
    is_told = Subscription.monthly_minor.is_not(None) & Subscription.currency.is_not(None)
    one = case((Subscription.monthly_minor == 0, 0), else_=1)
    until = func.coalesce(followed.c.next_on, Subscription.ended_on, literal(_NEVER, Date))
    return (
        select(
            Subscription.account_id,
            bindparam("reporting", type_=String).label("currency") if is_counted else Subscription.currency,
            one.label("monthly_minor") if is_counted else Subscription.monthly_minor,
            Subscription.started_on,
            until.label("until"),
        )
        .outerjoin(followed, followed.c.id == Subscription.id)
        .where(
            true() if is_counted else is_told,
            Subscription.started_on <= day("last"),
            Subscription.product_id.in_(bindparam("products", expanding=True)) if of_products else true(),
        )
        .cte("runs")
    )


def _followed() -> CTE:
    """Ended contracts that another of the same customer follows soon, known by the day asked about."""
    ended, after = aliased(Subscription), aliased(Subscription)
    near = days_from(ended.ended_on, after.started_on) <= bindparam("bridge", type_=Integer)
    return (
        select(ended.id, func.min(after.started_on).label("next_on"))
        .join(after, (after.account_id == ended.account_id) & (after.started_on >= ended.ended_on) & near)
        .where(ended.ended_on.is_not(None), after.started_on <= day("as_of"))
        .group_by(ended.id)
        .cte("followed")
    )


def _together(accounts: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """One value an account, its currencies added once they are in the same one."""
    return np.add.reduceat(values, _starts(accounts)) if len(accounts) else values


def _starts(accounts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the rows of each account begin."""
    return np.flatnonzero(np.r_[True, accounts[1:] != accounts[:-1]])
