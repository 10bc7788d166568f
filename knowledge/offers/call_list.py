"""Whom to call: every customer's advice, ranked by what it may be worth; those held back with their reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from knowledge.accounts.account_360 import Account360
from knowledge.offers.advice import Advice, Outcome, TimedOffer, advise
from knowledge.offers.candidate import Candidate
from knowledge.offers.seats_needed import find_seats_needed
from knowledge.playbook.rules import Rules
from knowledge.terms import BillingPeriod, OfferKind

Compare = Callable[[str | None], float | None]

_SEATS_STEP = 5
_MONTHS = {BillingPeriod.MONTH: 12, BillingPeriod.YEAR: 1, BillingPeriod.ONCE: 1}


@dataclass(frozen=True)
class Call:
    """One customer worth a call. ``worth_minor``, in the offer's currency; the list is ordered by ``compared``.

    With a stated ``chance``: chance × first-year list value, an expected value. Without: rank score × ``scale`` × that
    value, a rank and no forecast; ``scale`` brings scores to the height of the chances stated in the same list.
    ``compared``: the same in the reporting currency; 0 where no price or no rate is written, so that it comes last.
    ``rests_on_few``: only few cases speak for it and no chance holds, so it is called after the others.
    """

    case: Account360
    offer: TimedOffer
    year_minor: int | None
    worth_minor: float
    chance: float | None = None
    scale: float = 1.0
    rests_on_few: bool = False
    compared: float = 0.0


@dataclass(frozen=True)
class HeldBack:
    """One customer not to call now, with the advice that says why."""

    case: Account360
    advice: Advice


@dataclass(frozen=True)
class Shortlist:
    """Calls, most worth first; customers held back; how many have nothing that fits."""

    calls: tuple[Call, ...]
    held_back: tuple[HeldBack, ...]
    nothing_fits: int


def rank_calls(
    cases: Iterable[Account360], rules: Rules, *, compare: Compare, product_ids: frozenset[int] = frozenset()
) -> Shortlist:
    """The shortlist over cases; with ``product_ids`` only offers of these products count.

    The order is chance × first-year list value where a chance is stated, else score × that value, on one scale: a rank,
    not a forecast (a pair's past share is not a chance). What rests on few cases comes after the others, whatever it
    lists for. Offers whose price nobody wrote rank last, by their score; so do those in a currency that ``compare``,
    what brings a currency's minor units to one scale, has no rate for.
    """
    found: list[tuple[Account360, TimedOffer]] = []
    held_back, nothing = [], 0
    for case in cases:
        advice = advise(case, rules)
        offer = _best(advice, product_ids)
        if advice.outcome is Outcome.OFFER and offer:
            found.append((case, offer))
        elif advice.outcome in {Outcome.BLOCKED, Outcome.WAIT, Outcome.RESTING, Outcome.LEFT_OUT, Outcome.HELD_OUT}:
            held_back.append(HeldBack(case, advice))
        else:
            nothing += 1
    scale = scale_of_scores([offer.candidate for _, offer in found])
    calls = [_weigh(case, offer, scale, rules, compare) for case, offer in found]
    calls.sort(key=lambda call: (call.rests_on_few, -call.compared, -call.offer.candidate.score, call.case.account.id))
    return Shortlist(tuple(calls), tuple(held_back), nothing)


def scale_of_scores(candidates: Iterable[Candidate]) -> float:
    """How much chance a point of score stands for: the median over offers with a stated chance; 1 where none has one.

    Without it a score of 0.5 would outweigh every honest chance of 8 %.
    """
    ratios = [one.stated_chance / one.score for one in candidates if one.stated_chance is not None and one.score > 0]
    return median(ratios) if ratios else 1.0


def _weigh(case: Account360, offer: TimedOffer, scale: float, rules: Rules, compare: Compare) -> Call:
    candidate, year = offer.candidate, value_first_year(case, offer.candidate)
    few = candidate.stated_chance is None and candidate.rests_on_few(rules.offers)
    worth = weigh_value(candidate, year, scale)
    compared = worth * (compare(candidate.product.currency) or 0)
    return Call(case, offer, year, worth, candidate.stated_chance, scale, few, compared)


def weigh_value(candidate: Candidate, year_minor: int | None, scale: float) -> float:
    """The stated chance, else the score on the chances' scale, times the first year's list value in its currency."""
    chance = candidate.stated_chance
    return (candidate.score * scale if chance is None else chance) * (year_minor or 0)


def value_first_year(case: Account360, candidate: Candidate) -> int | None:
    """What the offer lists for in its first year, in minor units; None without a price.

    An upsell counts the difference, for the seats they have of what it follows; a repeat counts one order of the usual
    quantity; more seats a step of five; a new product sold by the seat what they would need (``seats_needed``).
    """
    product = candidate.product
    if product.list_price_minor is None:
        return None
    months = _MONTHS[BillingPeriod(product.billing_period or BillingPeriod.ONCE)]
    seats = candidate.rhythm.quantity if candidate.rhythm else 1
    if candidate.kind is OfferKind.SEATS:
        seats = _SEATS_STEP
    elif product.is_per_seat and candidate.kind is OfferKind.UPSELL and candidate.owned:
        seats = sum(each.seats or 0 for each in case.running if each.product_id == candidate.owned.id) or 1
    elif product.is_per_seat and not candidate.rhythm:
        needed = find_seats_needed(case, product, candidate.owned)
        seats = needed[1] if needed else 1
    price = product.list_price_minor
    if candidate.kind is OfferKind.UPSELL and candidate.owned and candidate.owned.list_price_minor:
        price = max(0, price - candidate.owned.list_price_minor)
    return price * months * seats


def _best(advice: Advice, product_ids: frozenset[int]) -> TimedOffer | None:
    fitting = [offer for offer in advice.offers if not product_ids or offer.candidate.product.id in product_ids]
    return max(fitting, key=lambda offer: offer.candidate.score, default=None)
