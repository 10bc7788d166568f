"""An id that was merged into another where it comes from: from now on both mean one account."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, insert, select

from knowledge.imports.accounts_merge import Rule
from knowledge.imports.merging.merges import merge
from knowledge.tables import AccountKey


def tie_merged(connection: Connection, system: str, row_id: str, kept_id: str, *, at: dt.datetime) -> bool:
    """Let ``row_id`` mean the account of ``kept_id``; where both are accounts already, they become one.

    Whether anything was to be done: nothing where they are one, where nobody knows ``kept_id``, and where somebody of
    us has parted them.
    """
    columns = select(AccountKey.key, AccountKey.account_id, AccountKey.rule)
    ids = AccountKey.key.in_((row_id, kept_id))
    found = {row.key: row for row in connection.execute(columns.where(AccountKey.system == system, ids))}
    kept, gone = found.get(kept_id), found.get(row_id)
    if kept is None or (gone is not None and (gone.account_id == kept.account_id or gone.rule == Rule.SPLIT)):
        return False
    if gone is None:
        row = {"account_id": kept.account_id, "system": system, "key": row_id, "rule": Rule.MERGED}
        connection.execute(insert(AccountKey), [row])
    else:
        merge(connection, "accounts", f"{system}:{kept_id}", f"{system}:{row_id}", at=at, person=None)
    return True
