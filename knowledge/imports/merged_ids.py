"""An id that was merged into another where it comes from: from now on both mean one account."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from knowledge.imports.accounts_merge import Rule
from knowledge.tables import AccountKey


def tie_merged(connection: Connection, system: str, row_id: str, kept_id: str) -> None:
    """Let ``row_id`` mean the account of ``kept_id``; where both are accounts already, the second becomes the first."""
    columns = select(AccountKey.key, AccountKey.account_id)
    ids = AccountKey.key.in_((row_id, kept_id))
    found = {row[0]: row[1] for row in connection.execute(columns.where(AccountKey.system == system, ids))}
    if kept_id not in found or found.get(row_id) == found[kept_id]:
        return
    if row_id not in found:
        row = {"account_id": found[kept_id], "system": system, "key": row_id, "rule": Rule.MERGED}
        connection.execute(insert(AccountKey), [row])
