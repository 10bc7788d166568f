"""Whom to call: every customer's advice, ranked by what it may be worth; those held back with their reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.analytics.advice import Advice, Outcome, TimedOffer, advise
from knowledge.analytics.candidates import Candidate
from knowledge.case import Case
from knowledge.playbook.rules import Rules
from knowledge.terms import BillingPeriod, OfferKind

_SEATS_STEP = 5
_MONTHS = {BillingPeriod.MONTH: 12, BillingPeriod.YEAR: 1, BillingPeriod.ONCE: 1}


@dataclass(frozen=True)
class Call:
    """One customer worth a call. ``worth_minor`` = rank score × first-year list value, in the offer's currency."""

    case: Case
    offer: TimedOffer
    year_minor: int | None
    worth_minor: float


@dataclass(frozen=True)
class HeldBack:
    """One customer not to call now, with the advice that says why."""

    case: Case
    advice: Advice


@dataclass(frozen=True)
class Shortlist:
    """Calls, most worth first; customers held back; how many have nothing that fits."""

    calls: tuple[Call, ...]
    held_back: tuple[HeldBack, ...]
    nothing_fits: int


def rank_calls(cases: Iterable[Case], rules: Rules, *, product_ids: frozenset[int] = frozenset()) -> Shortlist:
    """The shortlist over cases; with ``product_ids`` only offers of these products count.

    The order is score × first-year list value: a rank, not a forecast (a pair's past share is not a chance).
    Offers whose price nobody wrote rank last, by their score.
    """
    calls, held_back, nothing = [], [], 0
    for case in cases:
        advice = advise(case, rules)
        offer = _best(advice, product_ids)
        if advice.outcome is Outcome.OFFER and offer:
            year = value_first_year(case, offer.candidate)
            calls.append(Call(case, offer, year, offer.candidate.score * (year or 0)))
        elif advice.outcome in {Outcome.BLOCKED, Outcome.WAIT, Outcome.RESTING}:
            held_back.append(HeldBack(case, advice))
        else:
            nothing += 1
    calls.sort(key=lambda call: (-call.worth_minor, -call.offer.candidate.score, call.case.account.id))
    return Shortlist(tuple(calls), tuple(held_back), nothing)


def value_first_year(case: Case, candidate: Candidate) -> int | None:
    """What the offer lists for in its first year, in minor units; None without a price.

    An upsell counts the difference. Per seat: as many seats as their largest running contract has; more seats: a step
    of five.
    """
    product = candidate.product
    if product.list_price_minor is None:
        return None
    months = _MONTHS[BillingPeriod(product.billing_period or BillingPeriod.ONCE)]
    seats = 1
    if candidate.kind is OfferKind.SEATS:
        seats = _SEATS_STEP
    elif product.is_per_seat:
        seats = max((contract.seats or 1 for contract in case.running), default=1)
    price = product.list_price_minor
    if candidate.kind is OfferKind.UPSELL and candidate.owned and candidate.owned.list_price_minor:
        price = max(0, price - candidate.owned.list_price_minor)
    return price * months * seats


def _best(advice: Advice, product_ids: frozenset[int]) -> TimedOffer | None:
    fitting = [offer for offer in advice.offers if not product_ids or offer.candidate.product.id in product_ids]
    return max(fitting, key=lambda offer: offer.candidate.score, default=None)
