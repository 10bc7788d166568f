"""The tables with what each declares of itself, and which of their rows belong to a customer."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, String, Table, UniqueConstraint, or_, select

from knowledge.kernel.personal import Holds, Personal
from knowledge.tables import Base

_LONGEST_CODE = 40  # letters: words of our own, never somebody's
_STANDS_ALONE = {"products", "people", "accounts"}  # a row that refers to these is not theirs


@cache
def declared() -> dict[Table, Personal]:
    """Every table with its declaration, those referred to first."""
    found = {mapper.local_table.name: mapper.class_.personal for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    return {table: found[table.name] for table in Base.metadata.sorted_tables}


def searched() -> dict[Table, Personal]:
    """The tables whose rows may name somebody."""
    return {table: told for table, told in declared().items() if told.holds is not Holds.NOTHING}


def word_columns(table: Table) -> list[Column[Any]]:
    """The columns in which somebody may be named."""
    return [column for column in table.columns if _is_words(column)]


def unique_columns(table: Table) -> set[str]:
    """The columns that must stay different from row to row."""
    alone = {column.name for column in table.columns if column.unique or column.primary_key}
    together = {
        column.name for rule in table.constraints if isinstance(rule, UniqueConstraint) for column in rule.columns
    }
    return alone | together


def belongs_to(table: Table, account_id: int) -> ColumnElement[bool] | None:
    """The condition that a row is about this customer, by itself or by the row it is part of; None where none is."""
    if table.name == "accounts":
        return table.c.id == account_id
    rules: list[ColumnElement[bool]] = []
    if "account_id" in table.c:
        rules.append(table.c.account_id == account_id)
    for key in table.foreign_keys:
        parent = key.column.table
        if parent.name in _STANDS_ALONE or parent is table or parent.name == "contacts":
            continue
        theirs = belongs_to(parent, account_id)
        if theirs is not None:
            rules.append(key.parent.in_(select(key.column).where(theirs)))
    return or_(*rules) if rules else None


def _is_words(column: Column[Any]) -> bool:
    kind = column.type
    return isinstance(kind, JSON) or (isinstance(kind, String) and (kind.length is None or kind.length > _LONGEST_CODE))
