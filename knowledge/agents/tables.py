"""Tokens by which an agent acts as one person."""

from __future__ import annotations

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import Base, Key, Moment, Name
from knowledge.kernel.personal import Holds, Kept, Personal


class AgentToken(Base):
    """One token of one person for one agent. Only its hash is kept (``mark``); it ends at ``ends_at`` or is revoked."""

    __tablename__ = "agent_tokens"
    personal = Personal(
        Holds.WORK,
        "by which token which agent acts as whom, so that it can be ended",
        kept=Kept.TOKENS,
        aged_by="ends_at",
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    mark: Mapped[Key] = mapped_column(unique=True)
    person_key: Mapped[Key]
    agent: Mapped[Name]
    created_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
    used_at: Mapped[Moment | None]
    __table_args__ = (Index("ix_agent_tokens_person", "person_key"),)
