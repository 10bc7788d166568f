"""One account's history as records: what it bought, said, asked and was offered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from knowledge.terms import ProposalOutcome


@dataclass(frozen=True)
class PurchaseLine:
    id: int
    product_id: int
    purchased_on: dt.date
    quantity: int
    amount_minor: int | None
    currency: str | None


@dataclass(frozen=True)
class Contract:
    """A subscription as it stood on the day asked about."""

    id: int
    product_id: int
    seats: int | None
    monthly_minor: int | None
    currency: str | None
    started_on: dt.date
    ended_on: dt.date | None
    renews_on: dt.date | None
    notice_by: dt.date | None


@dataclass(frozen=True)
class OpenDeal:
    """One line of a deal that is still open; ``product_id`` is None where the deal names no product."""

    product_id: int | None
    name: str | None
    opened_on: dt.date | None


@dataclass(frozen=True)
class DecidedDeal:
    """One product of a deal that was won or lost, and why it was lost."""

    product_id: int
    is_won: bool
    closed_on: dt.date
    reason: str | None


@dataclass(frozen=True)
class RelativeOwns:
    """A product that another firm of the same group has: the parent, a sister, or a daughter."""

    account: str
    product_id: int


@dataclass(frozen=True)
class CompetitorOwned:
    """A competitor's product in use.

    ``product_id``: ours that would take its place; ``until_on``: the end of their contract.
    """

    name: str
    competitor: str | None
    product_id: int | None
    until_on: dt.date | None

    @property
    def called(self) -> str:
        """The product with who makes it: "RivalDesk Pro (Rival)"."""
        return f"{self.name} ({self.competitor})" if self.competitor else self.name


@dataclass(frozen=True)
class SurveyAnswer:
    id: int
    kind: str
    score: int
    comment: str | None
    answered_on: dt.date


@dataclass(frozen=True)
class TicketCard:
    id: int
    subject: str | None
    severity: str
    status: str
    opened_on: dt.date
    closed_on: dt.date | None


@dataclass(frozen=True)
class NeedSaid:
    """A need in the customer's words."""

    id: int
    product_id: int | None
    text: str
    said_by: str | None
    said_on: dt.date


@dataclass(frozen=True)
class NoteTaken:
    id: int
    author: str | None
    text: str
    written_on: dt.date


@dataclass(frozen=True)
class HoldPlaced:
    id: int
    reason: str
    placed_by: str | None
    placed_on: dt.date
    expires_on: dt.date

    @property
    def last_day(self) -> dt.date:
        """The last day on which nobody pitches, as it was asked for; ``expires_on`` is the first free one."""
        return self.expires_on - dt.timedelta(days=1)


@dataclass(frozen=True)
class ProposalMade:
    id: int
    product_id: int
    kind: str
    proposed_on: dt.date
    outcome: str
    outcome_on: dt.date | None
    later_until: dt.date | None
    reason: str | None
    reason_text: str | None

    def known_on(self, day: dt.date) -> ProposalMade:
        """As it stood on that day: what they answered later was not known yet."""
        if self.outcome_on is None or self.outcome_on <= day:
            return self
        waits = ProposalOutcome.PITCHED
        return replace(self, outcome=waits, outcome_on=None, later_until=None, reason=None, reason_text=None)


@dataclass(frozen=True)
class ProductLost:
    """A product given up: ``reason`` in a word, ``reason_text`` in the customer's own."""

    product_id: int
    lost_on: dt.date
    reason: str | None
    reason_text: str | None


@dataclass(frozen=True)
class AccountCard:
    """One customer firm, with the names of those who look after it."""

    id: int
    name: str
    industry: str | None
    employees: int | None
    country: str | None
    region: str | None
    language: str | None
    owner: str | None
    owner_key: str | None
    csm: str | None
    csm_key: str | None
    parent_id: int | None
    created_on: dt.date | None
    onboarded_on: dt.date | None
    budget_frozen_until: dt.date | None
    is_test: bool
    source: str
    source_line: int | None


@dataclass(frozen=True)
class AccountHead:
    """One account as a line names it. owner_left_on: None where the owner is still here on the day."""

    id: int
    name: str
    owner: str | None
    owner_key: str | None
    csm: str | None
    csm_key: str | None
    owner_left_on: dt.date | None = None


@dataclass(frozen=True)
class ContactCard:
    """Somebody at the customer."""

    id: int
    name: str
    title: str | None
    email: str | None
    phone: str | None
    is_champion: bool
    left_on: dt.date | None
