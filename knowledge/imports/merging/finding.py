"""The one row that somebody means by a key, an id or a name."""

from __future__ import annotations

from sqlalchemy import Connection, Table, select

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.errors import ImportRefused
from knowledge.imports.lookups import plain_name
from knowledge.imports.telling import tell
from knowledge.tables import AccountKey, Base, RowKey

TABLES = ("accounts", "products", "people")


def find_row(connection: Connection, table: str, mention: str) -> tuple[int, str, str]:
    """Id, key and name. Raises ImportRefused where none, or more than one, is meant; it names them."""
    stored = Base.metadata.tables[table]
    ids = _by_key(connection, stored, mention) or _by_id(connection, table, mention)
    ids = ids or _by_name(connection, table, stored, mention)
    columns = (stored.c.id, stored.c.key, stored.c.name)
    rows = connection.execute(select(*columns).where(stored.c.id.in_(ids)).order_by(stored.c.id)).all()
    if len(rows) == 1:
        return int(rows[0][0]), str(rows[0][1]), str(rows[0][2])
    if not rows:
        raise ImportRefused(tell("import_merges.none_called", table=table, mention=mention))
    told = ", ".join(f"{key} ({name})" for _, key, name in rows[:5])
    raise ImportRefused(tell("import_merges.may_be", mention=mention, told=told))


def _by_key(connection: Connection, stored: Table, mention: str) -> set[int]:
    return set(connection.execute(select(stored.c.id).where(stored.c.key == mention)).scalars())


def _by_id(connection: Connection, table: str, mention: str) -> set[int]:
    """By an id in any system, with or without the system before it."""
    system, _, row_id = mention.rpartition(":")
    if table == "accounts":
        ids = select(AccountKey.account_id).where(AccountKey.key == row_id)
        return set(connection.execute(ids.where(AccountKey.system == system) if system else ids).scalars())
    stored = Base.metadata.tables[table]
    ties = select(stored.c.id).join(RowKey, RowKey.row_key == stored.c.key)
    ties = ties.where(RowKey.table_name == table, RowKey.key == row_id)
    return set(connection.execute(ties.where(RowKey.system == system) if system else ties).scalars())


def _by_name(connection: Connection, table: str, stored: Table, mention: str) -> set[int]:
    if table == "accounts":
        same = stored.c.normal_name == normalise_name(mention)
        return set(connection.execute(select(stored.c.id).where(same)).scalars())
    names = connection.execute(select(stored.c.id, stored.c.name))
    return {int(str(row_id)) for row_id, name in names if plain_name(str(name)) == plain_name(mention)}
