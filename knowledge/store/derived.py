"""Small tables computed from all rows: made once a day, or when first asked for, and forgotten when rows change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select

from knowledge.store.models import DerivedTable

if TYPE_CHECKING:
    import pandas as pd

Lists = dict[str, list[Any]]
"""Columns by name, as they are stored."""


def load_derived(connection: Connection, name: str, as_of: dt.date, compute: Callable[[], pd.DataFrame]) -> Lists:
    """The columns of table ``name`` as of a day: the stored one, or ``compute()``, which is then stored."""
    query = select(DerivedTable.data).where(DerivedTable.name == name, DerivedTable.as_of == as_of)
    stored = connection.execute(query).scalar()
    if stored is not None:
        return dict(json.loads(stored))
    table = compute()
    columns: Lists = {str(column): table[column].tolist() for column in table.columns}
    save_derived(connection, name, as_of, columns)
    return columns


def save_derived(connection: Connection, name: str, as_of: dt.date, columns: Lists) -> None:
    """Keep a table under its name and day, in place of an older one."""
    connection.execute(delete(DerivedTable).where(DerivedTable.name == name, DerivedTable.as_of == as_of))
    connection.execute(insert(DerivedTable).values(name=name, as_of=as_of, data=json.dumps(columns)))


def forget_derived(connection: Connection) -> None:
    """Drop all derived tables: call it in the transaction that changes purchases."""
    connection.execute(delete(DerivedTable))
