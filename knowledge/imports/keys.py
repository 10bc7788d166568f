"""The key of a row that has no id of its own, and what of a row is stored."""

from __future__ import annotations

import hashlib

from sqlalchemy import String, Table

from knowledge.imports import canonical
from knowledge.imports.canonical import Column, Kind
from knowledge.imports.lookups import Found, compared, plain_name
from knowledge.imports.mapping import Rows
from knowledge.imports.shapes import Values

_LONGEST_KEY = 180  # of the store's 200, so that an ordinal or a prefix fits


def bounded_key(key: str) -> str:
    """The key itself; a very long one ends in its hash."""
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[: _LONGEST_KEY - 25]}~{hashlib.blake2b(key.encode(), digest_size=12).hexdigest()}"


def identity_key(table: canonical.Table, part: Values) -> str:
    """The key made of what identifies the row; ``#`` is kept for counting rows that repeat."""
    if table.identity == ("name",):
        return f"name:{plain_name(str(part['name']))}"
    marks = (part.get(name) for name in table.identity)
    texts = (mark.key if isinstance(mark, Found) else "" if mark is None else compared(str(mark)) for mark in marks)
    return "|".join(text.replace("#", "＃") for text in texts)


def given_columns(rows: Rows) -> list[Column]:
    """The columns that a file gives, and those that follow from them."""
    named = rows.columns.keys() | rows.constants.keys() | rows.compose.keys() | rows.computed.keys()
    columns = rows.canonical.columns
    if any(column.kind is Kind.AMOUNT and column.name in named for column in columns):
        named |= {"currency"}
    follows = {"products": {"family"}, "usage": {"feature"}, "surveys": {"account"}}.get(rows.table, set())
    if rows.table in {"purchases", "deal_lines"}:
        follows = {"quantity"} | ({"amount"} if "unit_price" in named else set())
    if rows.table == "deals" and named & {"is_won", "is_lost", "is_closed"}:
        follows = {"outcome"}
    if rows.table == "subscriptions" and named & {"amount", "unit_price"}:
        follows = {"monthly"}
    return [column for column in columns if column.name in named | follows]


def stored_value(value: object) -> object:
    """What goes into the column."""
    return value.id if isinstance(value, Found) else value


def text_limits(table: Table, columns: list[Column]) -> list[tuple[str, int]]:
    """How long the texts of a row may be."""
    return [
        (column.name, kind.length)
        for column in columns
        if isinstance(kind := table.c[column.stored_as].type, String) and kind.length
    ]
