"""Rows of one account, by statements that are built once: building one costs several times what running it does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam

from knowledge.playbook.rules import SightRules
from knowledge.store.aggregates.frame import AccountColumn, Build, Statement
from knowledge.store.book import Book
from knowledge.store.sight import Viewer, sees

_STATEMENTS_KEPT = 2_000  # of some ten for each viewer


def rows_of(book: Book, account_id: int, build: Build, **given: object) -> Sequence[Any]:
    """Run the statement that ``build`` makes for one account, as far as the viewer may see it.

    ``build`` gets the condition on an account column, and names its parameters with ``day`` (``as_of`` is given).
    """
    query = _built(build, book.viewer, book.rules.sight)
    return book.connection.execute(query, {"account": account_id, "as_of": book.as_of, **given}).all()


@lru_cache(maxsize=_STATEMENTS_KEPT)
def _built(build: Build, viewer: Viewer, rules: SightRules) -> Statement:
    def among(account_id: AccountColumn) -> ColumnElement[bool]:
        return (account_id == bindparam("account", type_=Integer)) & sees(viewer, rules, account_id)

    return build(among)
