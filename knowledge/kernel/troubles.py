"""What goes wrong in the background, kept until it goes right again, so that operations see it outside the log."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, Engine, select

from knowledge.kernel.key_value import drop_fact, load_fact, save_fact
from knowledge.tables import StoreFact

NIGHT = "night"
_TROUBLE = "trouble:"
_NOTICE = "notice:"


def note_trouble(engine: Engine, name: str, *, at: dt.datetime) -> None:
    """It went wrong; since when is kept from the first time on."""
    with engine.begin() as connection:
        if load_fact(connection, _TROUBLE + name) is None:
            save_fact(connection, _TROUBLE + name, at.isoformat())


def end_trouble(engine: Engine, name: str) -> None:
    """It went right."""
    with engine.begin() as connection:
        if load_fact(connection, _TROUBLE + name) is not None:
            drop_fact(connection, _TROUBLE + name)


def load_trouble(connection: Connection, name: str) -> dt.datetime | None:
    """Since when it goes wrong; None where it does not."""
    since = load_fact(connection, _TROUBLE + name)
    return dt.datetime.fromisoformat(since) if since else None


def name_of_notice(notice_id: int) -> str:
    """Under which name it is kept that a notice cannot be told."""
    return f"{_NOTICE}{notice_id}"


def load_untold(connection: Connection) -> dict[int, dt.datetime]:
    """By notice, since when it cannot be told."""
    beginning = _TROUBLE + _NOTICE
    kept = select(StoreFact.name, StoreFact.value).where(StoreFact.name.startswith(beginning))
    return {
        int(name.removeprefix(beginning)): dt.datetime.fromisoformat(since) for name, since in connection.execute(kept)
    }
