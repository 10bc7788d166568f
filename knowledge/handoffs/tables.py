"""An account handed from CS to sales or back, or to its owner as a task, every step of it, and who is away."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import (
    AccountId,
    Base,
    Code,
    Currency,
    Day,
    Key,
    Minor,
    Moment,
    Name,
    PersonId,
    ProductId,
    Words,
)
from knowledge.kernel.personal import Holds, Personal


class Handoff(Base):
    """One account handed over. ``to_id`` empty: it lies in the queue of ``team``, or of all reps (or of all CS).

    ``version`` counts the steps; whoever writes a step names the version they saw. ``next_at`` is when the clock acts
    next, ``nudges`` how often it has acted since the state began.
    """

    __tablename__ = "handoffs"
    personal = Personal(Holds.CUSTOMER, "what one side hands the other, with need, evidence and contact")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    account_id: Mapped[AccountId]
    kind: Mapped[Code] = mapped_column(server_default="to_sales")
    product_id: Mapped[ProductId | None]
    need: Mapped[Words]
    evidence: Mapped[Words | None]
    urgency: Mapped[Code]
    contact: Mapped[Name | None]
    avoid: Mapped[Words | None]
    link: Mapped[Words | None]
    from_id: Mapped[PersonId | None]
    from_key: Mapped[Key]
    to_id: Mapped[PersonId | None]
    team: Mapped[Name | None]
    state: Mapped[Code]
    version: Mapped[int] = mapped_column(default=1)
    nudges: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment]
    state_at: Mapped[Moment]
    due_at: Mapped[Moment | None]
    next_at: Mapped[Moment | None]
    touched_at: Mapped[Moment | None]
    reason: Mapped[Words | None]
    amount_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    __table_args__ = (
        Index("ix_handoffs_account", "account_id"),
        Index("ix_handoffs_next", "next_at"),
        Index("ix_handoffs_to", "to_id", "state"),
        Index("ix_handoffs_from", "from_id", "state"),
    )


class HandoffStep(Base):
    """One step of a handoff, visible to both sides. ``version`` is that of the handoff after it."""

    __tablename__ = "handoff_steps"
    personal = Personal(Holds.CUSTOMER, "each step of a handoff, visible to both sides")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoffs.id"))
    version: Mapped[int]
    at: Mapped[Moment]
    person_id: Mapped[PersonId | None]
    event: Mapped[Code]
    state: Mapped[Code]
    text: Mapped[Words | None]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
    __table_args__ = (UniqueConstraint("handoff_id", "version"),)


class Absence(Base):
    """One of us is away from one day to another, both included; ``deputy_id`` answers meanwhile."""

    __tablename__ = "absences"
    personal = Personal(Holds.PERSON, "who is away and who stands in, so that handoffs do not wait")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[PersonId]
    from_on: Mapped[Day]
    until_on: Mapped[Day]
    deputy_id: Mapped[PersonId | None]
    __table_args__ = (Index("ix_absences_person", "person_id", "until_on"),)
