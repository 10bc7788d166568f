"""What is told to a person without being asked, and what a won deal taught."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import Base, Code, Key, Moment, Name, PersonId, Words
from knowledge.kernel.personal import Holds, Kept, Personal


class Notice(Base):
    """One thing to tell one person at one time: a reminder of their own, a step of a handoff, a hold that ended.

    ``key`` says what it is about, so that the same thing is never noted twice. ``round`` counts how often it was put
    off; ``attempts`` how often somebody set out to deliver it.
    """

    __tablename__ = "notices"
    personal = Personal(
        Holds.WORK,
        "reminders, alerts and digests to be told to a person",
        kept=Kept.NOTICES,
        aged_by="delivered_at",
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    person_key: Mapped[Key]
    kind: Mapped[Code]
    language: Mapped[Code]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[Words | None]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
    created_at: Mapped[Moment]
    due_at: Mapped[Moment]
    round: Mapped[int] = mapped_column(default=0)
    state: Mapped[Code]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[Name | None]
    claimed_at: Mapped[Moment | None]
    delivered_at: Mapped[Moment | None]
    __table_args__ = (
        Index("ix_notices_due", "state", "due_at"),
        Index("ix_notices_person", "person_key", "state", "due_at"),
    )


class WonAnswer(Base):
    """What a rep said about one won deal: what kind of customer, what troubled them, what struck home."""

    __tablename__ = "won_answers"
    personal = Personal(Holds.CUSTOMER, "what a rep says a won deal taught")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    question: Mapped[Code]
    answer: Mapped[Words]
    person_id: Mapped[PersonId | None]
    answered_at: Mapped[Moment]
    __table_args__ = (UniqueConstraint("proposal_id", "question"),)
