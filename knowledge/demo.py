"""The demo company: ``data/demo``, files in the importer's own columns, written as they are into an empty store.

They hold nothing that an importer would have to doubt, and the first answer of an installation waits for them, so they
go straight in by the rooms that the importer writes through; a test holds that it reads the same facts from them.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import count, repeat
from typing import Any

from sqlalchemy import Engine

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import name_rows
from knowledge.imports.canonical import TABLES, Column, Kind, Table
from knowledge.kernel.bulk_load import load_rows, refuse_unless_empty
from knowledge.kernel.key_value import save_fixed_day
from knowledge.settings import ROOT

DEMO_DAY = dt.date(2026, 9, 30)
"""A Wednesday and a business day in Japan, the last of the first half of the fiscal year: whole months and quarters
end on it, and so does the last week of use. The demo company lives on it for ever."""

DEMO_FOLDER = ROOT / "data" / "demo"
_SYSTEM, _SOURCE = "demo", "data/demo"
Row = dict[str, Any]
Cells = Mapping[str, Sequence[str]]  # by the name of the column
Ids = dict[str, dict[str, int]]  # table → id in the files → id in the store


def build_demo(engine: Engine) -> None:
    """Fill an empty store with the demo company, all of it or nothing. Raises ImportRefused where it is not empty."""
    with engine.begin() as connection:
        refuse_unless_empty(connection)
        load_rows(connection, read_demo())
        save_fixed_day(connection, DEMO_DAY)


def read_demo() -> dict[str, list[Row]]:
    """The rows of the store by table; each has its place in its file as its id."""
    tables: dict[str, list[Row]] = {}
    ids: Ids = {}
    for table in TABLES.values():
        if cells := _read_cells(table.name):
            ids[table.name] = {own: number for number, own in enumerate(cells.get("id", ()), 1)}
            tables[table.name] = _rows(table, cells, ids)
            if table.name == "accounts":
                tables |= _names(tables["accounts"], cells)
    return tables


def _read_cells(table: str) -> Cells:
    path = DEMO_FOLDER / f"{table}.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    return dict(zip(header, zip(*lines, strict=True), strict=True))


def _rows(table: Table, cells: Cells, ids: Ids) -> list[Row]:
    stored = [column for column in table.columns if column.name in cells and not column.is_helper]
    columns = {each.stored_as: map(_reader(each, ids), cells[each.name]) for each in stored if each.name != "id"}
    facts = zip(*columns.values(), strict=True)
    own = cells.get("id") or repeat(None)
    return [
        {"id": number, **_origin(number, key), **dict(zip(columns, values, strict=True))}
        for number, key, values in zip(count(1), own, facts, strict=False)
    ]


def _origin(number: int, key: str | None) -> Row:
    """Where a row comes from; one without an id of its own tells no line."""
    if key is None:
        return {"source": _SOURCE, "source_line": None}
    return {"key": f"{_SYSTEM}:{key}", "source": _SOURCE, "source_line": number}


def _reader(column: Column, ids: Ids) -> Callable[[str], Any]:
    """What turns a cell into what is stored; an empty one is the column's default, or nothing."""
    read: Callable[[str], Any] = str
    if column.kind is Kind.REFERENCE:
        read = ids[str(column.refers)].__getitem__
    elif column.kind is Kind.DAY:
        read = dt.date.fromisoformat
    elif column.kind in {Kind.WHOLE, Kind.SCORE, Kind.AMOUNT}:  # all amounts are yen, which have no smaller unit
        read = int
    elif column.kind is Kind.FLAG:
        read = {"yes": True, "no": False}.__getitem__
    elif column.kind is Kind.ID:
        read = f"{_SYSTEM}:{{}}".format
    return cache(lambda cell: read(cell) if cell else column.default)


def _names(accounts: list[Row], cells: Cells) -> dict[str, list[Row]]:
    """How customers are called, and the ids they came under; their normal names are put into their rows."""
    keys, names = [], []
    spelt = zip(accounts, cells["id"], cells["reading"], cells["aliases"], strict=True)
    for number, (account, own, reading, aliases) in enumerate(spelt, 1):
        account["normal_name"] = normalise_name(account["name"])
        keys.append({"id": number, "account_id": account["id"], "system": _SYSTEM, "key": own, "rule": "key"})
        others = [alias for alias in aliases.split(";") if alias]
        names += name_rows(account["id"], account["name"], reading=reading or None, aliases=others)
    numbered = [{"id": number, **row} for number, row in enumerate(names, 1)]
    return {"account_keys": keys, "account_names": numbered}
