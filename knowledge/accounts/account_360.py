"""A case: all that is known of one customer on one day, ready to decide on. No query happens after it is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.accounts.history import (
    AccountCard,
    ContactCard,
    Contract,
    HoldPlaced,
    NeedSaid,
    NoteTaken,
    ProposalMade,
    PurchaseLine,
    SurveyAnswer,
    TicketCard,
)
from knowledge.catalogue.catalogue import Catalogue
from knowledge.offers.candidates import FollowOn, SeatUse
from knowledge.offers.grounds import NO_EXPERIENCE, Experience
from knowledge.offers.scored import ChosenScorer, ScoredOffer
from knowledge.usage.policy import UseState

JUDGED = "judged"


@dataclass(frozen=True)
class CoolOff:
    """A product that rests at a customer, and the first day it may be offered again.

    ``last_no``: what the customer said (a ``ProposalOutcome``), for which ``reason``; or ``JUDGED`` where the colleague
    ``judged_by`` found it not relevant for them.
    """

    product_id: int
    free_on: dt.date
    last_no: str
    last_no_on: dt.date
    reason: str | None = None
    judged_by: str = ""


@dataclass(frozen=True)
class Account360:
    """One customer on ``as_of``. ``row`` is their row of ``assess_accounts``; ``product_use`` one mapping a product.

    ``scored``: what ``scorer`` ranks for them, by product; both None before the first night of a large store.
    """

    account: AccountCard
    as_of: dt.date
    row: Mapping[str, Any]
    product_use: tuple[Mapping[str, Any], ...]
    catalogue: Catalogue
    purchases: tuple[PurchaseLine, ...]
    contracts: tuple[Contract, ...]
    surveys: tuple[SurveyAnswer, ...]
    tickets: tuple[TicketCard, ...]
    needs: tuple[NeedSaid, ...]
    notes: tuple[NoteTaken, ...]
    contacts: tuple[ContactCard, ...]
    proposals: tuple[ProposalMade, ...]
    hold: HoldPlaced | None
    follow_ons: tuple[FollowOn, ...]
    cooling: tuple[CoolOff, ...]
    experience: Experience = NO_EXPERIENCE
    scorer: ChosenScorer | None = None
    scored: Mapping[int, ScoredOffer] | None = None

    @property
    def running(self) -> tuple[Contract, ...]:
        """The contracts running on the day."""
        return tuple(c for c in self.contracts if c.ended_on is None or c.ended_on > self.as_of)

    @property
    def owned(self) -> frozenset[int]:
        """The products they have: under contract, or bought and never under a contract that ended."""
        running = {contract.product_id for contract in self.running}
        ended = {contract.product_id for contract in self.contracts} - running
        return frozenset(running | ({line.product_id for line in self.purchases} - ended))

    def called(self, product_id: float | None, language: str) -> str | None:
        """The name of a product that a measure is about; None where it is about none."""
        product = self.catalogue.products.get(int(product_id)) if product_id is not None else None
        return product.called(language) if product else None

    def family_of(self, product_id: int) -> tuple[int, ...]:
        """The product and the other tiers and variants of its family."""
        family = self.catalogue.products[product_id].family
        return tuple(each.id for each in self.catalogue.products.values() if each.family == family)

    @property
    def seat_uses(self) -> dict[int, SeatUse]:
        """How full each plan is: in seats, or in what the plan allows a month; none where use is not known."""
        found = {}
        for use in self.product_use:
            product = self.catalogue.products[int(use["product_id"])]
            share, seats, quota = use["seat_share"], use["seats"], use["limit_share"]
            heading = UseState(str(use["use_state"]))
            if share >= 0 and seats > 0:  # neither holds where one is missing
                found[product.id] = SeatUse(product.id, round(share * seats), int(seats), float(share), heading=heading)
            elif quota >= 0 and product.usage_limit:
                limit, unit = product.usage_limit, product.usage_limit_unit or ""
                found[product.id] = SeatUse(product.id, round(quota * limit), limit, float(quota), unit, heading)
        return found
