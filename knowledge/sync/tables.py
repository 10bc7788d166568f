"""How far each table of each source has been read."""

from __future__ import annotations

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import Base, Code, Key, Moment, Words
from knowledge.kernel.personal import Holds, Kept, Personal


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


class WrittenBack(Base):
    """What became of one change in one system that is written to.

    ``change_id``: its number in the trail. ``state``: being written, written, taken back, or left there since somebody
    has changed it. ``written_id``: under which it stands there, and ``digest`` of how.
    """

    __tablename__ = "written_back"
    personal = Personal(
        Holds.WORK,
        "which of what colleagues told went to which system, and under which id",
        kept=Kept.AUDIT,
        aged_by="at",
    )
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    change_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[Code]
    becomes: Mapped[Code]
    written_id: Mapped[Key | None]
    digest: Mapped[Key | None]
    at: Mapped[Moment]
