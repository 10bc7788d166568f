"""A case: all that is known of one customer on one day, ready to decide on. No query happens after it is loaded."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.accounts.history import (
    AccountCard,
    CompetitorOwned,
    ContactCard,
    Contract,
    DecidedDeal,
    HoldPlaced,
    NeedSaid,
    NoteTaken,
    OpenDeal,
    ProductLost,
    ProposalMade,
    PurchaseLine,
    RelativeOwns,
    SurveyAnswer,
    TicketCard,
)
from knowledge.accounts.records import ALL_RECORDED, Records
from knowledge.catalogue.catalogue import Catalogue
from knowledge.offers.article_rhythm import ArticleRhythm, read_rhythms
from knowledge.offers.candidate import Carried, FollowOn, SeatUse, Together
from knowledge.offers.grounds import NO_EXPERIENCE, Experience
from knowledge.offers.scored import ChosenScorer, ScoredOffer
from knowledge.usage.policy import UseState

JUDGED = "judged"
_FEWEST_ORDERS = 3  # as for the moment of an offer


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
    ``upcoming``: contracts signed that begin later; ``relatives``: what firms of the same group have;
    ``of_competitors``: what they use of others; ``products_lost``: what they gave up, and why, as recorded;
    ``records``: what our own firm records of anybody; ``together``, ``carried``: what is ordered in one order,
    and what customers of their industry carry.
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
    upcoming: tuple[Contract, ...] = ()
    open_deals: tuple[OpenDeal, ...] = ()
    decided_deals: tuple[DecidedDeal, ...] = ()
    relatives: tuple[RelativeOwns, ...] = ()
    of_competitors: tuple[CompetitorOwned, ...] = ()
    products_lost: tuple[ProductLost, ...] = ()
    records: Records = ALL_RECORDED
    together: tuple[Together, ...] = ()
    carried: tuple[Carried, ...] = ()

    @property
    def running(self) -> tuple[Contract, ...]:
        """The contracts running on the day."""
        return _running(self.contracts, self.as_of)

    @property
    def owned(self) -> frozenset[int]:
        """The products they have (see ``find_owned``), without those that are recorded as given up since."""
        found = find_owned(self.purchases, self.contracts, self.catalogue, as_of=self.as_of)
        return found - {lost.product_id for lost in self.products_lost if not self._has_again(lost)}

    def _has_again(self, lost: ProductLost) -> bool:
        bought = any(each.product_id == lost.product_id and each.purchased_on > lost.lost_on for each in self.purchases)
        return bought or any(contract.product_id == lost.product_id for contract in self.running)

    @property
    def orders_again(self) -> bool:
        """Whether they order again and again and have no contract: then orders, not plans, are what fits them."""
        days = {line.purchased_on for line in self.purchases if line.quantity > 0}
        return bool(days) and not self.contracts and (self.records.trades or len(days) >= _FEWEST_ORDERS)

    @property
    def rhythms(self) -> Mapping[int, ArticleRhythm]:
        """How they order each article."""
        lines = ((each.product_id, each.purchased_on, each.quantity, each.amount_minor) for each in self.purchases)
        return read_rhythms(lines, as_of=self.as_of)

    @property
    def returned(self) -> dict[int, dt.date]:
        """The products given back as a whole, with the day of the last return."""
        return find_returned(self.purchases)

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
        """How full each plan is: in seats if sold by the seat, or in what it allows a month; known ones only."""
        found = {}
        for use in self.product_use:
            product = self.catalogue.find(int(use["product_id"]))
            if product is None:  # use of everything together
                continue
            share, seats, quota = use["seat_share"], use["seats"], use["limit_share"]
            heading = UseState(str(use["use_state"]))
            if product.is_per_seat and share >= 0 and seats > 0:  # neither holds where one is missing
                used, by_people = round(share * seats), not use["seats_used"] >= 0
                found[product.id] = SeatUse(
                    product.id, used, int(seats), float(share), heading=heading, by_people=by_people
                )
            elif quota >= 0 and product.usage_limit:
                limit, unit = product.usage_limit, product.usage_limit_unit or ""
                found[product.id] = SeatUse(product.id, round(quota * limit), limit, float(quota), unit, heading)
        return found


def find_owned(
    purchases: Sequence[PurchaseLine], contracts: Sequence[Contract], catalogue: Catalogue, *, as_of: dt.date
) -> frozenset[int]:
    """The products somebody has: under contract, or bought, not given back, and never under a contract that ended.

    What they have on trial is not theirs yet.
    """
    running = {c.product_id for c in _running(contracts, as_of) if not is_trial(c, catalogue)}
    under_contract = {contract.product_id for contract in contracts}
    bought = {line.product_id for line in purchases} - find_returned(purchases).keys()
    return frozenset(running | (bought - under_contract))


def find_returned(purchases: Sequence[PurchaseLine]) -> dict[int, dt.date]:
    """The products of which as many came back as were bought, with the day of the last return."""
    left: dict[int, int] = defaultdict(int)
    back: dict[int, dt.date] = {}
    for line in purchases:
        left[line.product_id] += line.quantity
        if line.quantity < 0:
            back[line.product_id] = line.purchased_on
    return {product_id: day for product_id, day in back.items() if left[product_id] <= 0}


def is_trial(contract: Contract, catalogue: Catalogue) -> bool:
    """Whether a contract lends what has a price: it costs nothing and has an end."""
    product = catalogue.find(contract.product_id)
    priced = product is not None and bool(product.list_price_minor)
    return contract.monthly_minor == 0 and contract.ended_on is not None and priced


def _running(contracts: Sequence[Contract], as_of: dt.date) -> tuple[Contract, ...]:
    return tuple(c for c in contracts if c.ended_on is None or c.ended_on > as_of)
