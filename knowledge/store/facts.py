"""Facts about the store as a whole."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, insert, select

from knowledge.store.models import StoreFact

_FIXED_DAY = "fixed_day"


def load_fixed_day(connection: Connection) -> dt.date | None:
    """The day on which a demo store lives for ever; None in a store of real customers."""
    value = connection.execute(select(StoreFact.value).where(StoreFact.name == _FIXED_DAY)).scalar()
    return dt.date.fromisoformat(value) if value else None


def save_fixed_day(connection: Connection, day: dt.date) -> None:
    """Let questions without a day be asked as of ``day``."""
    connection.execute(delete(StoreFact).where(StoreFact.name == _FIXED_DAY))
    connection.execute(insert(StoreFact).values(name=_FIXED_DAY, value=day.isoformat()))
