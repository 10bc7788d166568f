"""Ties between ids for the terminal: listed, made and parted in one transaction each."""

from __future__ import annotations

import datetime as dt

from knowledge.imports.merging.merges import merge, split
from knowledge.imports.merging.ties import list_ties
from knowledge.kernel.database import open_engine
from knowledge.settings import default_store_url

__all__ = ["make_one", "part", "show_ties"]


def show_ties(store: str | None, table: str) -> list[dict[str, str]]:
    """All ties of a table's rows."""
    engine = open_engine(store or default_store_url())
    with engine.connect() as connection:
        return list_ties(connection, table)


def make_one(store: str | None, table: str, kept: str, gone: str) -> str:
    """Merge the second into the first. Raises ImportRefused where one of them is not sure."""
    engine = open_engine(store or default_store_url())
    with engine.begin() as connection:
        return merge(connection, table, kept, gone, at=dt.datetime.now(dt.UTC), person=None)


def part(store: str | None, table: str, mention: str) -> str:
    """Take a merge or tie back. Raises ImportRefused where there is none."""
    engine = open_engine(store or default_store_url())
    with engine.begin() as connection:
        return split(connection, table, mention, at=dt.datetime.now(dt.UTC), person=None)
