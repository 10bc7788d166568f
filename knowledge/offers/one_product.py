"""The verdict on a product that somebody asks about: now, later, not, or nothing speaks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.accounts.account_360 import Account360, CoolOff
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.advice import (
    Advice,
    Outcome,
    TimedOffer,
    find_candidates,
    fits_moment,
    look_at_lacking,
    sort_out,
    time_candidate,
)
from knowledge.offers.candidate import FollowOn
from knowledge.offers.product_gate import LeftOut, find_bar
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind, Verdict

_NO_TIER = 99


class ProductState(StrEnum):
    """How a product stands with a customer; of several, the earliest in this order is told."""

    ADVISED = "advised"  # among the one or two offers
    BEHIND = "behind"  # may be offered, but more speaks for others
    LATER = "later"  # fits, and its moment comes
    RESTING = "resting"  # declined lately
    KEPT_BACK = "kept_back"  # a bar of the product gate
    OWNED = "owned"
    NO_GROUND = "no_ground"  # no need, no limit, no experience speaks for it


@dataclass(frozen=True)
class ProductVerdict:
    """One product at one customer. ``until``: the first day on which it may be offered, where one is known.

    Of ``offer``, ``cool_off``, ``bar`` and ``pair`` (what others did, as counted) that stands which the state is about.
    """

    product: ProductCard
    state: ProductState
    until: dt.date | None = None
    offer: TimedOffer | None = None
    cool_off: CoolOff | None = None
    bar: LeftOut | None = None
    pair: FollowOn | None = None


CLOSED = frozenset({Outcome.BLOCKED, Outcome.HELD_OUT, Outcome.LOST, Outcome.TEST_ACCOUNT})
"""With these nothing is to be offered, whichever product is asked about."""


def judge_product(
    case: Account360, advice: Advice, products: Iterable[ProductCard], rules: Rules
) -> ProductVerdict | None:
    """The best verdict among the products that a name stands for (a family has several); None where it has none."""
    named = list(products)
    on_sale = [product for product in named if product.is_sold_on(case.as_of)]
    found = [_judge(case, advice, product, rules) for product in on_sale or named]
    return min(found, key=_first_told, default=None)


def _first_told(verdict: ProductVerdict) -> tuple[int, bool, int]:
    """By state; then what was counted; then the lowest tier, what is no tier last."""
    return list(ProductState).index(verdict.state), verdict.pair is None, verdict.product.tier_rank or _NO_TIER


def _judge(case: Account360, advice: Advice, product: ProductCard, rules: Rules) -> ProductVerdict:
    """What was declined comes before what speaks for it; what they own may still want more seats."""
    of_it = next((offer for offer in advice.offers if offer.candidate.product.id == product.id), None)
    if of_it is not None:
        later = of_it.timing.verdict is not Verdict.NOW
        state = ProductState.LATER if later else ProductState.ADVISED
        return ProductVerdict(product, state, of_it.timing.until, of_it)
    rest = next((each for each in case.cooling if each.product_id == product.id), None)
    if rest is not None:
        return ProductVerdict(product, ProductState.RESTING, rest.free_on, cool_off=rest)
    candidates, barred = sort_out(case, rules)
    candidate = next((each for each in candidates if each.product.id == product.id), None)
    if candidate is not None:
        timed = time_candidate(case, candidate, rules)
        if timed.timing.verdict is Verdict.NOW and fits_moment(timed):
            return ProductVerdict(product, ProductState.BEHIND, None, timed)
        return ProductVerdict(product, ProductState.LATER, timed.timing.until, timed)
    if product.id in case.owned:
        return ProductVerdict(product, ProductState.OWNED)
    bar = next((each for each in barred if each.product.id == product.id), None) or find_bar(case, product, rules)
    if bar is not None:
        return ProductVerdict(product, ProductState.KEPT_BACK, bar=bar)
    return _without_ground(case, product, rules)


def _without_ground(case: Account360, product: ProductCard, rules: Rules) -> ProductVerdict:
    """What speaks for it stands behind another tier of its family, or nothing does."""
    behind = next((each for each in find_candidates(case, rules) if each.product.id == product.id), None)
    if behind is not None and behind.kind is not OfferKind.SEATS:
        return ProductVerdict(product, ProductState.BEHIND, None, time_candidate(case, behind, rules))
    pair = next((pair for lacking, pair in look_at_lacking(case) if lacking.id == product.id), None)
    return ProductVerdict(product, ProductState.NO_GROUND, pair=pair)
