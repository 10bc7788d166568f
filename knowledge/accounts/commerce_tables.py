"""What was bought, is paid for, is being sold, and was proposed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import (
    AccountId,
    Base,
    Code,
    Currency,
    Day,
    Key,
    Minor,
    Name,
    PersonId,
    ProductId,
    Row,
    Words,
)
from knowledge.kernel.personal import Holds, Personal


class Purchase(Row, Base):
    """One product bought once. ``amount_minor`` is the whole line, not the unit price.

    A line below zero was sent back: it takes back what it returns, and is no purchase.
    """

    __tablename__ = "purchases"
    personal = Personal(Holds.CUSTOMER, "what was bought: advice, figures; kept for bookkeeping")
    account_id: Mapped[AccountId]
    product_id: Mapped[ProductId]
    purchased_on: Mapped[Day]
    quantity: Mapped[int] = mapped_column(default=1)
    amount_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    deal_key: Mapped[Key | None]
    __table_args__ = (
        Index("ix_purchases_account_day", "account_id", "purchased_on", "product_id"),
        Index("ix_purchases_product", "product_id"),
    )


class Subscription(Row, Base):
    """A running contract. ``monthly_minor`` is recurring revenue a month; ``notice_by`` the last day to cancel."""

    __tablename__ = "subscriptions"
    personal = Personal(Holds.CUSTOMER, "running contracts: renewals, recurring revenue")
    account_id: Mapped[AccountId]
    product_id: Mapped[ProductId]
    seats: Mapped[int | None]
    monthly_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    started_on: Mapped[Day]
    ended_on: Mapped[Day | None]
    renews_on: Mapped[Day | None]
    notice_by: Mapped[Day | None]
    cancel_requested_on: Mapped[Day | None]
    __table_args__ = (Index("ix_subscriptions_account", "account_id", "started_on"),)


class Deal(Row, Base):
    """An opportunity, open or decided."""

    __tablename__ = "deals"
    personal = Personal(Holds.CUSTOMER, "opportunities: what is in the works, why deals are lost")
    account_id: Mapped[AccountId]
    owner_id: Mapped[PersonId | None]
    name: Mapped[Name | None]
    stage: Mapped[Name | None]
    outcome: Mapped[Code]
    kind: Mapped[Code | None]
    amount_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    opened_on: Mapped[Day | None]
    closed_on: Mapped[Day | None]
    lost_reason: Mapped[Name | None]
    __table_args__ = (Index("ix_deals_account", "account_id", "closed_on"),)


class DealLine(Row, Base):
    """One product in a deal."""

    __tablename__ = "deal_lines"
    personal = Personal(Holds.CUSTOMER, "products of a deal")
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)
    product_id: Mapped[ProductId]
    quantity: Mapped[int] = mapped_column(default=1)
    amount_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]


class Invoice(Row, Base):
    """A bill. Late where ``paid_on`` (or today, unpaid) lies after ``due_on``."""

    __tablename__ = "invoices"
    personal = Personal(Holds.CUSTOMER, "bills: late payment is a sign of churn")
    account_id: Mapped[AccountId]
    due_on: Mapped[Day]
    paid_on: Mapped[Day | None]
    amount_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    __table_args__ = (Index("ix_invoices_account", "account_id", "due_on"),)


class Proposal(Row, Base):
    """An offer made to a customer, and what became of it."""

    __tablename__ = "proposals"
    personal = Personal(Holds.CUSTOMER, "offers made and what became of them")
    account_id: Mapped[AccountId]
    product_id: Mapped[ProductId]
    person_id: Mapped[PersonId | None]
    kind: Mapped[Code]
    proposed_on: Mapped[Day]
    outcome: Mapped[Code]
    outcome_on: Mapped[Day | None]
    later_until: Mapped[Day | None]
    reason: Mapped[Code | None]
    reason_text: Mapped[Words | None]
    amount_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    __table_args__ = (Index("ix_proposals_account", "account_id", "proposed_on"),)


class ChurnEvent(Row, Base):
    """A customer was lost, as another system tells it; ``product_id``: only this product was."""

    __tablename__ = "churn_events"
    personal = Personal(Holds.CUSTOMER, "losses, to learn from")
    account_id: Mapped[AccountId]
    product_id: Mapped[ProductId | None]
    lost_on: Mapped[Day]
    reason: Mapped[Name | None]
    reason_text: Mapped[Words | None]
    back_on: Mapped[Day | None]
    __table_args__ = (Index("ix_churn_events_account", "account_id", "lost_on"),)


class CompetitorProduct(Row, Base):
    """What a customer has of a competitor; ``product_id``: ours that would take its place."""

    __tablename__ = "competitor_products"
    personal = Personal(Holds.CUSTOMER, "what a customer has of others")
    account_id: Mapped[AccountId]
    name: Mapped[Name]
    competitor: Mapped[Name | None]
    product_id: Mapped[ProductId | None]
    quantity: Mapped[int | None]
    since_on: Mapped[Day | None]
    until_on: Mapped[Day | None]
    __table_args__ = (Index("ix_competitor_products_account", "account_id"),)


class ContractChange(Row, Base):
    """A running contract became larger, smaller, dearer or another: what was before and after."""

    __tablename__ = "contract_changes"
    personal = Personal(Holds.CUSTOMER, "contracts that grew or shrank")
    account_id: Mapped[AccountId]
    product_id: Mapped[ProductId | None]
    changed_on: Mapped[Day]
    kind: Mapped[Code]
    monthly_before_minor: Mapped[Minor | None]
    monthly_after_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    seats_before: Mapped[int | None]
    seats_after: Mapped[int | None]
    reason: Mapped[Name | None]
    __table_args__ = (Index("ix_contract_changes_account", "account_id", "changed_on"),)
