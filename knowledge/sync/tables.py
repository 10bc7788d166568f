"""How far each table of each source has been read."""

from __future__ import annotations

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import Base, Key, Moment, Words
from knowledge.kernel.personal import Holds, Personal


class SyncedTable(Base):
    """One table of one source.

    ``feeds``: which of our tables its rows became. ``cursor``: where the next sync begins. ``synced_at``: when the last
    good sync began, so that all that was changed before is in; ``full_at``: the same of the last that read all rows.
    ``failed_at``: since when it fails, with ``failure`` as it was told last.
    """

    __tablename__ = "synced_tables"
    personal = Personal(Holds.WORK, "how far each source was read, when, and what failed")
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[Key] = mapped_column(primary_key=True)
    feeds: Mapped[list[str]] = mapped_column(JSON)
    cursor: Mapped[object | None] = mapped_column(JSON)
    tried_at: Mapped[Moment]
    synced_at: Mapped[Moment | None]
    full_at: Mapped[Moment | None]
    failed_at: Mapped[Moment | None]
    failure: Mapped[Words | None]
