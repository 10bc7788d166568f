"""Small tables computed from all rows: made once a day, or when first asked for, and forgotten when rows change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, select

from knowledge.kernel.dialects import insert_into
from knowledge.kernel.key_value import drop_fact, load_fact, save_fact
from knowledge.tables import DerivedTable

if TYPE_CHECKING:
    import pandas as pd

_ROWS_CHANGED = "rows_changed"
_CALLED = select(DerivedTable.data).where(DerivedTable.name == bindparam("called"))
_OF_DAY = _CALLED.where(DerivedTable.as_of == bindparam("as_of"))
_NEWEST = (
    _CALLED.where(DerivedTable.as_of.between(bindparam("since"), bindparam("until")))
    .order_by(DerivedTable.as_of.desc())
    .limit(1)
)
Lists = dict[str, list[Any]]
"""Columns by name, as they are stored."""


def load_materialized(connection: Connection, name: str, as_of: dt.date, compute: Callable[[], pd.DataFrame]) -> Lists:
    """The columns of table ``name`` as of a day: the stored one, or ``compute()``, which is then stored."""
    stored = find_materialized(connection, name, as_of)
    if stored is not None:
        return stored
    columns = as_lists(compute())
    store_materialized(connection, name, as_of, columns)
    return columns


def as_lists(table: pd.DataFrame) -> Lists:
    """A frame's columns as they are stored."""
    return {str(column): table[column].tolist() for column in table.columns}


def load_newest(connection: Connection, name: str, *, since: dt.date, until: dt.date) -> Lists | None:
    """The columns of the newest table ``name`` that was stored for a day from ``since`` to ``until``."""
    stored = connection.execute(_NEWEST, {"called": name, "since": since, "until": until}).scalar()
    return None if stored is None else dict(json.loads(stored))


def find_materialized(connection: Connection, name: str, as_of: dt.date) -> Lists | None:
    """The stored columns of a table as of a day; None where it was not computed."""
    stored = connection.execute(_OF_DAY, {"called": name, "as_of": as_of}).scalar()
    return None if stored is None else dict(json.loads(stored))


def store_materialized(connection: Connection, name: str, as_of: dt.date, columns: Lists) -> None:
    """Keep a table under its name and day, in place of an older one."""
    text = json.dumps(columns)
    kept = insert_into(connection, DerivedTable).values(name=name, as_of=as_of, data=text)
    connection.execute(kept.on_conflict_do_update(index_elements=["name", "as_of"], set_={"data": text}))


def forget_materialized(connection: Connection, *, beginning: str = "") -> None:
    """Drop derived tables whose name begins so, or all: call it in the transaction that changes their rows."""
    connection.execute(delete(DerivedTable).where(DerivedTable.name.startswith(beginning, autoescape=True)))


def forget_older(connection: Connection, name: str, day: dt.date) -> None:
    """Drop what was kept under a name for days before this one."""
    connection.execute(delete(DerivedTable).where(DerivedTable.name == name, DerivedTable.as_of < day))


def note_rows_changed(connection: Connection) -> None:
    """All that was computed is out of date: call it in the transaction of an import. The night's look is taken anew."""
    forget_materialized(connection)
    save_fact(connection, _ROWS_CHANGED, uuid4().hex)


def find_rows_changed(connection: Connection) -> str | None:
    """A mark of the latest change of rows that no night's look has seen; None where there is none."""
    return load_fact(connection, _ROWS_CHANGED)


def drop_rows_changed(connection: Connection, mark: str) -> bool:
    """Say that this change was seen; False where another has said so, or rows have changed again since."""
    return drop_fact(connection, _ROWS_CHANGED, value=mark)
