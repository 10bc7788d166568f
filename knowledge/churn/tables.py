"""Where each customer stood on each night, and what was answered to alerts."""

from __future__ import annotations

from sqlalchemy import JSON, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import AccountId, Base, Code, Day, Key, Minor, Moment
from knowledge.kernel.personal import Holds, Personal


class AccountDay(Base):
    """One customer on one day: band after hysteresis, points, and why. ``definition`` names the score's rules.

    ``learned``: place in the learned order, 0 to 1; ``chance`` of leaving within the horizon, 0 to 1; missing where
    neither holds on the firm's own past.
    """

    __tablename__ = "account_days"
    personal = Personal(Holds.CUSTOMER, "where a customer stood each night: band, points, reasons")
    day: Mapped[Day] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    band: Mapped[Code]
    points: Mapped[float | None]
    coverage: Mapped[float]
    monthly_minor: Mapped[Minor | None]
    reasons: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    decide_by: Mapped[Day | None]
    last_touch_on: Mapped[Day | None]
    touch_model: Mapped[Code]
    definition: Mapped[Code]
    learned: Mapped[float | None]
    chance: Mapped[float | None]
    __table_args__ = (Index("ix_account_days_band", "band", "day"),)


class AlertAnswer(Base):
    """What somebody did with a customer in danger: snoozed until a day, given as a task, handed to CS, not useful."""

    __tablename__ = "alert_answers"
    personal = Personal(Holds.CUSTOMER, "what was done about an alert, and by whom")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_key: Mapped[Key]
    account_id: Mapped[AccountId]
    answer: Mapped[Code]
    until: Mapped[Day | None]
    at: Mapped[Moment]
    __table_args__ = (Index("ix_alert_answers_account", "account_id", "at"),)
