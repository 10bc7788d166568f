"""From a statement to the frame that the measures read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Date, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.store.book import Book
from knowledge.store.models import Account

Accounts = Sequence[int] | None
AccountColumn = InstrumentedAttribute[int]
Among = Callable[[AccountColumn], ColumnElement[bool]]
Statement = Select[*tuple[Any, ...]]
Build = Callable[[Among], Statement]


def aggregate(book: Book, build: Build, columns: Sequence[str], accounts: Accounts, **given: object) -> pd.DataFrame:
    """Run the statement that ``build`` makes, for some accounts or for all that the viewer may see.

    ``build`` gets the condition on an account column, and names its parameters with ``day``. The statement for some
    accounts is built once: building it costs more than running it. An empty frame keeps the columns.
    """
    parameters: dict[str, Any] = {"as_of": book.as_of, **given}
    if accounts is None:
        query = build(book.sees)
    else:
        query = _for_some(build)
        parameters["accounts"] = visible_among(book, accounts)
    rows = book.connection.execute(query, parameters).all()
    return pd.DataFrame.from_records(rows, columns=list(columns))


def day(name: str) -> ColumnElement[dt.date]:
    """A day given when the statement runs."""
    return bindparam(name, type_=Date)


def visible_among(book: Book, accounts: Sequence[int]) -> list[int]:
    """Those of the accounts that the viewer may see."""
    if book.viewer.is_operator:
        return list(accounts)
    return list(book.connection.execute(select(Account.id).where(Account.id.in_(accounts), book.visible)).scalars())


@cache
def _for_some(build: Build) -> Statement:
    return build(lambda account_id: account_id.in_(bindparam("accounts", expanding=True)))
