"""Facts about the store as a whole."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, bindparam, delete, select, update

from knowledge.kernel.dialects import insert_into
from knowledge.tables import StoreFact

_FIXED_DAY = "fixed_day"
_VALUE = select(StoreFact.value).where(StoreFact.name == bindparam("wanted"))


def load_fixed_day(connection: Connection) -> dt.date | None:
    """The day on which a demo store lives for ever; None in a store of real customers."""
    value = load_fact(connection, _FIXED_DAY)
    return dt.date.fromisoformat(value) if value else None


def save_fixed_day(connection: Connection, day: dt.date) -> None:
    """Let questions without a day be asked as of ``day``."""
    save_fact(connection, _FIXED_DAY, day.isoformat())


def load_fact(connection: Connection, name: str) -> str | None:
    """The fact of this name; None where there is none."""
    return connection.execute(_VALUE, {"wanted": name}).scalar()


def save_fact(connection: Connection, name: str, value: str) -> None:
    """Keep a fact in place of what was there; the last of several at once stays."""
    kept = insert_into(connection, StoreFact).values(name=name, value=value)
    connection.execute(kept.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def replace_fact(connection: Connection, name: str, old: str, new: str) -> bool:
    """Put ``new`` in place of ``old``; False where the fact says something else, or is gone."""
    changed = update(StoreFact).where(StoreFact.name == name, StoreFact.value == old).values(value=new)
    return connection.execute(changed).rowcount > 0


def drop_fact(connection: Connection, name: str, *, value: str | None = None) -> bool:
    """Take a fact away, with ``value`` only if it still says so; whether it was there."""
    gone = delete(StoreFact).where(StoreFact.name == name)
    return connection.execute(gone if value is None else gone.where(StoreFact.value == value)).rowcount > 0


def find_facts(connection: Connection, beginning: str) -> list[str]:
    """The names of the facts that begin so."""
    query = select(StoreFact.name).where(StoreFact.name.startswith(beginning, autoescape=True)).order_by(StoreFact.name)
    return list(connection.execute(query).scalars())
