"""What colleagues thought of offers, and what operations decided about the rules behind them."""

from __future__ import annotations

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import AccountId, Base, Code, Day, Key, Moment, ProductId
from knowledge.kernel.personal import Holds, Personal


class OfferFeedback(Base):
    """One colleague's word on one offer. ``rule`` justified it (``analytics.grounds``); ``proposal_id``: the outcome
    that it came with, where it is the customer's own answer.
    """

    __tablename__ = "offer_feedback"
    personal = Personal(Holds.WORK, "what colleagues think of offers, so that rules nobody finds useful are set aside")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[Moment]
    day: Mapped[Day]
    person_key: Mapped[Key]
    account_id: Mapped[AccountId]
    product_id: Mapped[ProductId | None]
    rule: Mapped[Code | None]
    said: Mapped[Code]
    proposal_id: Mapped[int | None]
    __table_args__ = (
        Index("ix_offer_feedback_rule", "rule", "said"),
        Index("ix_offer_feedback_account", "account_id", "said"),
    )


class RuleDecision(Base):
    """What operations decided about a rule. Feedback up to the id ``after_feedback`` does not count any more."""

    __tablename__ = "rule_decisions"
    personal = Personal(Holds.WORK, "who put which rule back or aside")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[Moment]
    rule: Mapped[Code]
    decision: Mapped[Code]
    after_feedback: Mapped[int]
    person_key: Mapped[Key]
    __table_args__ = (Index("ix_rule_decisions_rule", "rule"),)
