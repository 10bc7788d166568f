"""Rows as records: each field is the column of its name, wherever that stands in the statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import Row

Record = TypeVar("Record")


def record_of(kind: Callable[..., Record], row: Row[*tuple[Any, ...]]) -> Record:
    """The row as a record of this kind. TypeError where a column is no field of it."""
    return kind(**row._mapping)


def records_by_account(
    kind: Callable[..., Record], rows: Iterable[Row[*tuple[Any, ...]]]
) -> dict[int, tuple[Record, ...]]:
    """Records by the column ``account_id``, in the order of the rows."""
    found: dict[int, list[Record]] = {}
    for row in rows:
        cells = dict(row._mapping)
        found.setdefault(cells.pop("account_id"), []).append(kind(**cells))
    return {account_id: tuple(records) for account_id, records in found.items()}
