"""What a firm records at all: decides what may be expected of it, and in which words it is spoken to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum


class FirmKind(StrEnum):
    """The kinds of firm there are (``domain.md`` 14), told by what they record."""

    SUBSCRIPTIONS_WITH_USE = "subscriptions_with_use"
    CONTRACTS_ONLY = "contracts_only"
    ORDERS_ONLY = "orders_only"
    PROJECTS = "projects"
    MIXED = "mixed"
    NOTHING_YET = "nothing_yet"


@dataclass(frozen=True)
class Records:
    """Whether the firm has any row of each kind, of any customer, by the day.

    ``champions``: who speaks for us, among contacts. ``by_deals``: what was bought is only told by the deals that were
    won. ``repeats``: customers order again and again, so that a silence means something; a firm of projects sells one
    and waits for the next.
    """

    orders: bool = False
    contracts: bool = False
    deals: bool = False
    usage: bool = False
    surveys: bool = False
    tickets: bool = False
    needs: bool = False
    notes: bool = False
    invoices: bool = False
    touches: bool = False
    champions: bool = False
    by_deals: bool = False
    repeats: bool = True

    @property
    def kind(self) -> FirmKind:
        """What the firm lives on: subscriptions, contracts, orders, projects, or two of these."""
        if self.orders and self.contracts:
            return FirmKind.MIXED
        if self.contracts:
            return FirmKind.SUBSCRIPTIONS_WITH_USE if self.usage else FirmKind.CONTRACTS_ONLY
        if self.orders:
            projects = not self.repeats and (self.by_deals or self.notes or self.needs)
            return FirmKind.PROJECTS if projects else FirmKind.ORDERS_ONLY
        return FirmKind.PROJECTS if self.deals or self.notes else FirmKind.NOTHING_YET

    @property
    def trades(self) -> bool:
        """Whether it lives on orders alone: nothing it sells runs on or is logged into."""
        return self.orders and (self.repeats or not self.by_deals) and not (self.contracts or self.usage)

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of what is recorded, in the order of the fields."""
        left_out = {"by_deals", "champions", "repeats", *(["orders"] if self.by_deals and not self.contracts else [])}
        return tuple(each.name for each in fields(self) if getattr(self, each.name) and each.name not in left_out)

    @property
    def would_add_most(self) -> str:
        """What to record next: what the gate asks first and this firm cannot answer; empty where nothing lacks."""
        wanted = ("surveys", "usage", "needs", "tickets") if self.contracts else ("surveys", "needs", "tickets")
        return next((name for name in wanted if not getattr(self, name)), "")


ALL_RECORDED = Records(*(True,) * len(fields(Records)))
"""Of a firm of which nobody said what it records: everything may be expected."""
