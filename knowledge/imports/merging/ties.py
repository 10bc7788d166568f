"""All ids that mean a row of another system, or were merged or parted by hand, with the rule behind each."""

from __future__ import annotations

from sqlalchemy import Connection, select

from knowledge.imports.accounts_merge import Rule
from knowledge.tables import Account, AccountKey, Base, RowKey

_PLAIN = (Rule.OWN, Rule.CREATED)


def list_ties(connection: Connection, table: str) -> list[dict[str, str]]:
    """For each tie: the id, the name it came under, what it is now, and by which rule."""
    if table == "accounts":
        columns = (AccountKey.system, AccountKey.key, AccountKey.name, AccountKey.rule, Account.key, Account.name)
        query = select(*columns).join(Account, Account.id == AccountKey.account_id)
        rows = connection.execute(query.where(AccountKey.rule.not_in(_PLAIN)).order_by(AccountKey.id))
    else:
        stored = Base.metadata.tables[table]
        told = (RowKey.system, RowKey.key, RowKey.name, RowKey.rule, stored.c.key, stored.c.name)
        ties = select(*told).join(stored, stored.c.key == RowKey.row_key).where(RowKey.table_name == table)
        rows = connection.execute(ties.where(RowKey.rule.is_distinct_from(Rule.CREATED)).order_by(RowKey.id))
    names = ("id", "came_as", "rule", "is", "called")
    return [
        dict(zip(names, (f"{row[0]}:{row[1]}", row[2] or "", row[3] or "name", row[4], row[5]), strict=True))
        for row in rows
    ]
