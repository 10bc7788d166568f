"""What stands in place of a key that was erased: the same for the same key, so that an import knows it again."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, Table, select

PREFIX = "erased:"


def replaced_key(key: str) -> str:
    """A key that tells nothing, and always the same one.

    >>> replaced_key("hubspot:17") == replaced_key("hubspot:17"), replaced_key("x").startswith("erased:")
    (True, True)
    """
    return key if key.startswith(PREFIX) else f"{PREFIX}{sha256(key.encode()).hexdigest()[:40]}"


def load_erased(connection: Connection, table: Table) -> frozenset[str]:
    """The keys that stand for somebody erased in a table."""
    query = select(table.c.key).where(table.c.key.between(PREFIX, f"{PREFIX}~"))
    return frozenset(connection.execute(query).scalars())
