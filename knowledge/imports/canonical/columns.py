"""What a column and a table of our own are, and how they are told in one line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a cell is read."""

    ID = "id"
    TEXT = "text"
    WHOLE = "whole number"
    SCORE = "number"
    SHARE = "share such as 0.25 or 25%"
    AMOUNT = "amount"
    CURRENCY = "currency"
    DAY = "day"
    FLAG = "yes or no"
    CHOICE = "one of"
    PERIOD = "billing period"
    REFERENCE = "refers to"


@dataclass(frozen=True)
class Column:
    """One column. ``refers``: the table whose id or name the cell holds. ``is_helper``: read, but not stored itself.

    ``may_be_endless``: a day that never comes means for ever, and not that there is none.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    refers: str | None = None
    choices: type[StrEnum] | None = None
    default: str | int | bool | None = None
    is_helper: bool = False
    may_be_endless: bool = False

    @property
    def stored_as(self) -> str:
        """The column of the store."""
        if self.kind is Kind.REFERENCE:
            return f"{self.name}_id"
        return f"{self.name}_minor" if self.kind is Kind.AMOUNT else self.name


@dataclass(frozen=True)
class Table:
    """One table. ``identity``: what makes a row the same row where it has no id.

    ``repeats``: two rows of one file may share that identity (bought twice on one day).
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    repeats: bool = False

    def column(self, name: str) -> Column | None:
        """The column of that name, if the table has it."""
        return next((column for column in self.columns if column.name == name), None)


def row_id(what: str) -> Column:
    """The id in its own system."""
    return Column("id", Kind.ID, f"the {what}'s id in its own system; keep it, and a later export changes this row")


def text(name: str, meaning: str, *, required: bool = False) -> Column:
    """A word or sentence."""
    return Column(name, Kind.TEXT, meaning, required=required)


def day(name: str, meaning: str, *, required: bool = False, may_be_endless: bool = False) -> Column:
    """A day."""
    return Column(name, Kind.DAY, meaning, required=required, may_be_endless=may_be_endless)


def whole(name: str, meaning: str, default: int | None = None) -> Column:
    """A whole number."""
    return Column(name, Kind.WHOLE, meaning, default=default)


def flag(name: str, meaning: str) -> Column:
    """Yes or no; empty is no."""
    return Column(name, Kind.FLAG, meaning, default=False)


def amount(name: str, meaning: str) -> Column:
    """Money."""
    return Column(name, Kind.AMOUNT, meaning)


def refers(name: str, table: str, meaning: str, *, required: bool = False) -> Column:
    """A row of another table."""
    return Column(name, Kind.REFERENCE, meaning, required=required, refers=table)


def choice(name: str, choices: type[StrEnum], meaning: str, default: str | None = None) -> Column:
    """One of a closed set."""
    return Column(name, Kind.CHOICE, meaning, required=default is None, choices=choices, default=default)


ACCOUNT = refers("account", "accounts", "the customer: id, or name in any spelling", required=True)
PRODUCT = refers("product", "products", "the product: id, or name", required=True)
CURRENCY = Column("currency", Kind.CURRENCY, "ISO code such as JPY or USD; else the mapping's, else the firm's")
