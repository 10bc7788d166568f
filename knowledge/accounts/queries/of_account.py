"""Rows of one account, by statements that are built once: building one costs several times what running it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam

from knowledge.accounts.queries.aggregates.frame import Build, Statement, visible_among
from knowledge.kernel.access import AccessContext
from knowledge.kernel.rows import Record, record_of


def rows_of(access: AccessContext, account_id: int, build: Build, **given: object) -> Sequence[Any]:
    """Run the statement that ``build`` makes for one account; no rows where the viewer may not see it.

    ``build`` gets the condition on an account column, and names its parameters with ``day`` (``as_of`` is given).
    """
    if not visible_among(access, [account_id]):
        return []
    return access.connection.execute(_built(build), {"account": account_id, "as_of": access.as_of, **given}).all()


def records_of(
    access: AccessContext, kind: Callable[..., Record], account_id: int, build: Build, **given: object
) -> tuple[Record, ...]:
    """The same rows as records of this kind; the statement names its columns as the fields are named."""
    return tuple(record_of(kind, row) for row in rows_of(access, account_id, build, **given))


@cache
def _built(build: Build) -> Statement:
    return build(lambda account_id: account_id == bindparam("account", type_=Integer))
