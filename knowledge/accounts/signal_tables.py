"""How the customer uses, likes and struggles with what they have."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import (
    AccountId,
    Base,
    Code,
    ContactId,
    Day,
    Key,
    Name,
    PersonId,
    ProductId,
    Row,
    Words,
)
from knowledge.kernel.personal import Holds, Kept, Personal


class Usage(Row, Base):
    """Use of one product, or one feature of it, on one day (or in the week or month that begins on it)."""

    __tablename__ = "usage"
    personal = Personal(Holds.CUSTOMER, "counts of use by customer and product, nobody by name")
    account_id: Mapped[AccountId]
    product_id: Mapped[ProductId | None]
    feature: Mapped[Name] = mapped_column(default="")
    day: Mapped[Day]
    active_users: Mapped[int | None]
    events: Mapped[int | None]
    seats_used: Mapped[int | None]
    __table_args__ = (
        Index("ix_usage_account_day", "account_id", "day"),
        Index("ix_usage_product_day", "product_id", "day"),  # finds where each product's data ends at once
    )


class Survey(Row, Base):
    """One answer. NPS ``score`` is 0-10; CSAT ``score`` is percent of its scale, 0-100."""

    __tablename__ = "surveys"
    personal = Personal(
        Holds.CUSTOMER,
        "answers on satisfaction: whoever is unhappy is not pitched",
        kept=Kept.SURVEYS,
        aged_by="answered_on",
    )
    account_id: Mapped[AccountId]
    contact_id: Mapped[ContactId | None]
    kind: Mapped[Code]
    score: Mapped[int]
    comment: Mapped[Words | None]
    answered_on: Mapped[Day]
    __table_args__ = (Index("ix_surveys_account_day", "account_id", "answered_on"),)


class Ticket(Row, Base):
    """A support request. ``satisfied``: the customer's own word on how it was handled, where asked."""

    __tablename__ = "tickets"
    personal = Personal(Holds.CUSTOMER, "support requests: whoever has trouble is not pitched")
    account_id: Mapped[AccountId]
    product_id: Mapped[ProductId | None]
    subject: Mapped[Words | None]
    severity: Mapped[Code]
    status: Mapped[Code]
    opened_on: Mapped[Day]
    closed_on: Mapped[Day | None]
    reopened: Mapped[int] = mapped_column(default=0)
    satisfied: Mapped[bool | None]
    __table_args__ = (Index("ix_tickets_account_day", "account_id", "opened_on"),)


class Need(Row, Base):
    """A goal or problem in the customer's words. ``product_id``: what would solve it, where somebody named it."""

    __tablename__ = "needs"
    personal = Personal(Holds.CUSTOMER, "goals and problems in the customer's words")
    account_id: Mapped[AccountId]
    contact_id: Mapped[ContactId | None]
    recorded_by_id: Mapped[PersonId | None]
    product_id: Mapped[ProductId | None]
    text: Mapped[Words]
    said_by: Mapped[Name | None]
    said_on: Mapped[Day]
    status: Mapped[Code]
    closed_on: Mapped[Day | None]
    same_as_key: Mapped[Key | None]
    __table_args__ = (Index("ix_needs_account", "account_id", "said_on"),)


class Hold(Row, Base):
    """CS asks that nobody pitches this account until ``expires_on``."""

    __tablename__ = "holds"
    personal = Personal(Holds.CUSTOMER, "that nobody pitches a customer for now, and why")
    account_id: Mapped[AccountId]
    placed_by_id: Mapped[PersonId | None]
    reason: Mapped[Words]
    placed_on: Mapped[Day]
    expires_on: Mapped[Day]
    lifted_on: Mapped[Day | None]
    __table_args__ = (Index("ix_holds_account", "account_id", "expires_on"),)
