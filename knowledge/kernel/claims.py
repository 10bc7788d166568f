"""What is done once a day, however many replicas set out to do it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete

from knowledge.kernel.dialects import insert_into
from knowledge.kernel.key_value import load_fact
from knowledge.tables import StoreFact


def claim_once(connection: Connection, what: str, day: dt.date) -> bool:
    """The first to claim a day; another replica waits here until the first is through, and then need not.

    The claim belongs to the caller's transaction: whoever is killed leaves the day to be claimed anew.
    """
    connection.execute(delete(StoreFact).where(StoreFact.name.startswith(what), StoreFact.name < f"{what}{day}"))
    once = insert_into(connection, StoreFact).values(name=f"{what}{day}", value="1")
    claimed = once.on_conflict_do_nothing(index_elements=["name"]).returning(StoreFact.name)
    return connection.execute(claimed).scalar() is not None


def is_claimed(connection: Connection, what: str, day: dt.date) -> bool:
    """Whether somebody has done it for this day; asked before long work that only one of them need do."""
    return load_fact(connection, f"{what}{day}") is not None
