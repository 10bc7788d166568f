"""Ties between ids for the terminal: listed, made and parted in one transaction each."""

from __future__ import annotations

from bot.clock import utc_now
from knowledge.imports.merging.merges import merge, split
from knowledge.imports.merging.ties import list_ties
from knowledge.imports.telling import tell, telling_in
from knowledge.kernel.database import open_engine
from knowledge.settings import default_store_url, load_rules

__all__ = ["make_one", "part", "show_ties", "tell_ties"]


def show_ties(store: str | None, table: str) -> list[dict[str, str]]:
    """All ties of a table's rows."""
    engine = open_engine(store or default_store_url())
    with engine.connect() as connection:
        return list_ties(connection, table)


def tell_ties(found: list[dict[str, str]]) -> list[str]:
    """A line for each tie and one that counts them, in the firm's language."""
    with telling_in(load_rules().firm.language):
        lines = []
        for tie in found:
            told = {"id": tie["id"], "came_as": tie["came_as"], "called": tie["called"], "now": tie["is"]}
            lines.append(tell("import_merges.tie", rule=tell("import_merges.rule", rule=tie["rule"]), **told))
        return [*lines, tell("import_merges.ties", count=len(found))]


def make_one(store: str | None, table: str, kept: str, gone: str) -> str:
    """Merge the second into the first. Raises ImportRefused where one of them is not sure."""
    engine = open_engine(store or default_store_url())
    with engine.begin() as connection, telling_in(load_rules().firm.language):
        return merge(connection, table, kept, gone, at=utc_now(), person=None)


def part(store: str | None, table: str, mention: str) -> str:
    """Take a merge or tie back. Raises ImportRefused where there is none."""
    engine = open_engine(store or default_store_url())
    with engine.begin() as connection, telling_in(load_rules().firm.language):
        return split(connection, table, mention, at=utc_now(), person=None)
