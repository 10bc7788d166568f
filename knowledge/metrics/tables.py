"""What brings new customers in: leads, and what selling and marketing cost."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import AccountId, Base, Currency, Day, Minor, Name, PersonId, Row
from knowledge.kernel.personal import Holds, Personal


class Lead(Row, Base):
    """Somebody interested. It became a deal on ``deal_on``, or when the deal ``deal_id`` was opened."""

    __tablename__ = "leads"
    personal = Personal(Holds.CUSTOMER, "where new customers come from: lead-to-deal rate")
    created_on: Mapped[Day] = mapped_column(index=True)
    company: Mapped[Name | None]
    channel: Mapped[Name | None]
    industry: Mapped[Name | None]
    region: Mapped[Name | None]
    owner_id: Mapped[PersonId | None]
    account_id: Mapped[AccountId | None] = mapped_column(index=True)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"))
    deal_on: Mapped[Day | None]


class Cost(Row, Base):
    """Money spent on winning customers; team, industry and region say for whom, where that is known."""

    __tablename__ = "costs"
    personal = Personal(Holds.NOTHING, "what winning customers costs: CAC")
    spent_on: Mapped[Day]
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    kind: Mapped[Name | None]
    team: Mapped[Name | None]
    industry: Mapped[Name | None]
    region: Mapped[Name | None]
    __table_args__ = (Index("ix_costs_day", "spent_on"),)
