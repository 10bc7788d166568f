"""Meetings to come that somebody told us of; those of the CRM are touches on a day to come."""

from __future__ import annotations

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import AccountId, Base, Key, Moment, Words
from knowledge.kernel.personal import Holds, Personal


class Meeting(Base):
    """One meeting of ``person_key`` with a customer. One that was moved or dropped stays as ``cancelled``."""

    __tablename__ = "meetings"
    personal = Personal(Holds.CUSTOMER, "meetings to come that somebody told us of")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    account_id: Mapped[AccountId]
    person_key: Mapped[Key]
    at: Mapped[Moment]
    subject: Mapped[Words | None]
    cancelled: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (Index("ix_meetings_account", "account_id", "at"),)
