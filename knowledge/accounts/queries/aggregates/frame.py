"""From a statement to the columns that the measures read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import CTE, ColumnElement, Date, Select, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.accounts.columns import Columns
from knowledge.kernel.access import AccessContext
from knowledge.kernel.rules import SightRules
from knowledge.kernel.visibility import Viewer, sees, visible_accounts
from knowledge.tables import Account

_VIEWERS_KEPT = 2_000
_WHOLE_KEPT = 100  # they are large: a few viewers at a time, and whoever sees all

AccountColumn = InstrumentedAttribute[int]
Among = Callable[[AccountColumn], ColumnElement[bool]]
Accounts = Sequence[int] | Among | None
"""Ids; or a condition on the account's id, for a part of a store too large to look at in one go; or all."""
Statement = Select[*tuple[Any, ...]]
Build = Callable[[Among], Statement]


def aggregate(
    access: AccessContext, build: Build, columns: Sequence[str], accounts: Accounts, **given: object
) -> Columns:
    """The named columns of the statement that ``build`` makes, for some accounts or for all; what the viewer may see.

    ``build`` gets the condition on an account column, and names its parameters with ``day``. The statement for some
    accounts is built once, the one for all once a viewer: building it costs more than running it. Columns are found by
    their labels: a KeyError where it lacks one. Days are datetime64, numbers floats, texts objects, None is missing.
    Without rows the columns are there, empty.
    """
    parameters: dict[str, Any] = {"as_of": access.as_of, **given}
    if accounts is None:
        seen_on = dt.date.max if access.viewer.is_operator else access.as_of  # who sees all sees it on each day
        query = _for_all(build, access.viewer, access.rules.sight, seen_on)
    elif callable(accounts):
        part = accounts
        query = build(lambda account_id: access.sees(account_id) & part(account_id))
    else:
        query = _for_some(build)
        parameters["accounts"] = visible_among(access, accounts)
        found = access.connection.execute(query, parameters).all()
        cells = _by_label(query, found)
        return {name: _column(cells[name]) for name in columns}
    return _many_columns(access, query, parameters, columns)


def no_rows(names: Sequence[str]) -> Columns:
    """These columns, empty."""
    return {name: _column(()) for name in names}


def _many_columns(access: AccessContext, query: Statement, parameters: dict[str, Any], names: Sequence[str]) -> Columns:
    """The same, from the driver's own rows: numpy reads a day faster than a ``date`` is made of it."""
    result = access.connection.execute(query, parameters)
    rows: Sequence[Sequence[Any]] = result.cursor.fetchall()
    result.close()
    cells = _by_label(query, rows)
    return {
        name: np.array(cells[name], dtype="datetime64[D]")
        if isinstance(query.selected_columns[name].type, Date)
        else _column(cells[name])
        for name in names
    }


def _by_label(query: Statement, rows: Sequence[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The values of each column under the label that the statement gives it."""
    labels = query.selected_columns.keys()
    columns = zip(*rows, strict=True) if rows else ((),) * len(labels)
    return dict(zip(labels, columns, strict=True))


def unpack_numbers(packed: Iterable[str]) -> NDArray[np.int64]:
    """The whole numbers in texts that a database packed with commas between, one after the other."""
    text = ",".join(packed)
    return np.fromstring(text, sep=",", dtype=np.int64) if text else np.empty(0, dtype=np.int64)


def any_known(*subjects: CTE) -> ColumnElement[bool]:
    """Whether one of these has a row for the account: one of whom nothing is known needs no row of missing values."""
    return or_(*(subject.c.account_id.is_not(None) for subject in subjects))


def day(name: str) -> ColumnElement[dt.date]:
    """A day given when the statement runs."""
    return bindparam(name, type_=Date)


def visible_among(access: AccessContext, accounts: Sequence[int]) -> list[int]:
    """Those of the accounts that the viewer may see; asked once an access."""
    if access.viewer.is_operator:
        return list(accounts)
    asked = tuple(accounts)
    if asked not in access.seen:
        query = _visible(access.viewer, access.rules.sight, access.as_of)
        access.seen[asked] = list(access.connection.execute(query, {"accounts": asked}).scalars())
    return access.seen[asked]


@lru_cache(maxsize=_VIEWERS_KEPT)
def _visible(viewer: Viewer, rules: SightRules, on: dt.date) -> Select[int]:
    some = Account.id.in_(bindparam("accounts", expanding=True))
    return select(Account.id).where(some, visible_accounts(viewer, rules, on=on))


def _column(values: Sequence[Any]) -> NDArray[Any]:
    known = next((value for value in values if value is not None), None)
    match known:
        case dt.date():
            return np.array(values, dtype="datetime64[D]")
        case str():
            return np.array(values, dtype=object)
        case _:
            return np.array(values, dtype=np.float64)


@cache
def _for_some(build: Build) -> Statement:
    return build(lambda account_id: account_id.in_(bindparam("accounts", expanding=True)))


@lru_cache(maxsize=_WHOLE_KEPT)
def _for_all(build: Build, viewer: Viewer, rules: SightRules, on: dt.date) -> Statement:
    return build(lambda account_id: sees(viewer, rules, account_id, on=on))
