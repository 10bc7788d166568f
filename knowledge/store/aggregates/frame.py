"""From a statement to the frame that the measures read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, true
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.store.book import Book

Accounts = Sequence[int] | None


def frame(book: Book, query: Select[*tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    """The rows of ``query`` under these column names; an empty frame keeps the columns."""
    rows = book.connection.execute(query).all()
    return pd.DataFrame.from_records(rows, columns=list(columns))


def among(book: Book, account_id: InstrumentedAttribute[int], accounts: Accounts) -> ColumnElement[bool]:
    """The accounts asked about, of those the viewer may see; None asks about all of them."""
    chosen = true() if accounts is None else account_id.in_(accounts)
    return chosen & book.sees(account_id)
