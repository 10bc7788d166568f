"""The rows behind a figure, with the file and line each came from: what a table shown by "why?" is.

A table is registered once: a ``LineageTable`` in ``TABLES`` of a module ``<domain>/queries/*_rows.py``, where
``knowledge.lineage`` finds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from knowledge.kernel.access import AccessContext


@dataclass(frozen=True)
class SourceRow:
    """One row: the file or system it came from, its line there, and the cells that counted, by column."""

    source: str
    line: int | None
    cells: dict[str, Any]

    @classmethod
    def of(cls, row: Row[Any]) -> SourceRow:
        """From a row that labels its columns: ``source``, ``source_line``, and each cell under its name."""
        cells = dict(row._mapping)
        return cls(cells.pop("source"), cells.pop("source_line"), cells)


@dataclass(frozen=True)
class RowRange:
    """Which rows: of one account, of some products, of a span of days, or these very ids."""

    table: str
    account_id: int | None = None
    product_ids: Sequence[int] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    ids: Sequence[int] = ()


# How many rows there are, and the newest of them, at most so many: only rows that the viewer may see.
LoadRows = Callable[[AccessContext, RowRange, int], tuple[int, list[SourceRow]]]


@dataclass(frozen=True)
class LineageTable:
    """One table: its name in a figure's lineage, its columns (phrases ``columns.*``), and what loads its rows.

    ``needs``: the fields of the range without which it has none.
    """

    name: str
    columns: tuple[str, ...]
    load: LoadRows
    needs: tuple[str, ...] = ()
