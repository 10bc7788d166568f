"""A store too large to look at in one go: its accounts in parts, or a fair sample of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import ColumnElement, Select, func, select

from knowledge.accounts.queries.aggregates.frame import AccountColumn, Among
from knowledge.kernel.access import AccessContext
from knowledge.tables import Account

ACCOUNTS_AT_ONCE = 50_000  # some 100 columns each: about 100 MB, whatever the size of the store
_NEIGHBOURS = 50


def account_parts(access: AccessContext, *, size: int = ACCOUNTS_AT_ONCE) -> Iterator[Among]:
    """Conditions on an account's id that between them hold for every account once; none for an empty store."""
    first, last = access.connection.execute(select(func.min(Account.id), func.max(Account.id))).one()
    if first is not None:
        for start in range(first, last + 1, size):
            yield partial(_between, start, start + size - 1)


def sample_accounts(access: AccessContext, *, most: int) -> Among | None:
    """A condition that holds for about so many accounts, the same on every day; None where there are no more.

    Blocks of neighbours, for whose rows a database reads a tenth of the pages that lone accounts would take.
    """
    count = access.connection.execute(select(func.count()).select_from(Account)).scalar_one()
    if count <= most:
        return None
    every = -(-count // most)
    block = min(_NEIGHBOURS, count // (20 * every)) or 1  # twenty blocks at least
    return partial(_chosen, select(Account.id).where(Account.id // block % every == 0))


def _between(first: int, last: int, account_id: AccountColumn) -> ColumnElement[bool]:
    return account_id.between(first, last)


def _chosen(ids: Select[int], account_id: AccountColumn) -> ColumnElement[bool]:
    """By a list of ids, which an index finds; a remainder would be taken of every row."""
    return account_id.in_(ids)
