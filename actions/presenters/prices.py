"""What an offer costs this customer: today, then, and the difference a month and a year for their own seats."""

from __future__ import annotations

import math
from dataclasses import dataclass

from knowledge.accounts.account_360 import Account360
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.candidate import Candidate
from knowledge.offers.seats_needed import find_seats_needed
from knowledge.playbook.formats import Money
from knowledge.terms import BillingPeriod, OfferKind

MONTHS = 12
_ROOM_STEP = 5  # seats are offered in fives
_ROOM_SHARE = 0.2  # of the seats they have


@dataclass(frozen=True)
class PriceChange:
    """List prices of the catalogue against what the contract says today; all a month, ``year`` the difference a year.

    ``now`` is None where they have nothing that it would replace or add to. ``count``: how many seats were reckoned
    with, ``base``: of which product they have so many. ``is_once``: paid once, so that ``then`` is the whole price.
    """

    then: Money
    diff: Money
    year: Money
    unit: Money
    count: int
    now: Money | None = None
    base: ProductCard | None = None
    is_once: bool = False


def price_change(case: Account360, candidate: Candidate, *, more: int | None = None) -> PriceChange | None:
    """None where the catalogue has no price, or the seats of a product sold by the seat are not known."""
    product = candidate.product
    if candidate.kind is OfferKind.SEATS:
        return _more_seats(case, product, more if more is not None else more_seats(candidate))
    if candidate.kind is OfferKind.UPSELL:
        return price_of_product(case, product, candidate.owned)
    return price_of_product(case, product, None, near=candidate.owned)


def add_up(first: PriceChange, second: PriceChange) -> PriceChange | None:
    """Two changes at once, on top of what they pay; None where one is paid once, or in another currency."""
    if first.is_once or second.is_once or first.diff.currency != second.diff.currency:
        return None
    diff = Money(first.diff.minor + second.diff.minor, first.diff.currency)
    return PriceChange(diff, diff, Money(diff.minor * MONTHS, diff.currency), diff, 1)


def more_seats(candidate: Candidate) -> int:
    """How many seats to add: a fifth of theirs, in fives."""
    bought = candidate.seat_use.bought if candidate.seat_use else 0
    return max(_ROOM_STEP, math.ceil(bought * _ROOM_SHARE / _ROOM_STEP) * _ROOM_STEP)


def price_of_product(
    case: Account360,
    product: ProductCard,
    owned: ProductCard | None,
    *,
    seats: int | None = None,
    near: ProductCard | None = None,
) -> PriceChange | None:
    """The whole of ``product`` for the seats they need, against ``owned`` where it takes its place; ``near``: what it
    builds on."""
    unit = monthly_list_price(product)
    if unit is None:
        return None
    base, count = _seats_of(case, product, owned, near) if product.is_per_seat else (None, 1)
    count = seats or count
    if count is None:
        return None
    then = Money(unit.minor * count, unit.currency)
    now = monthly_of(case, owned, unit.currency) if owned else None
    if owned and now is None:
        return None
    diff = Money(then.minor - (now.minor if now else 0), unit.currency)
    is_once = product.billing_period == BillingPeriod.ONCE or (product.billing_period is None and case.orders_again)
    return PriceChange(then, diff, Money(diff.minor * MONTHS, unit.currency), unit, count, now, base, is_once)


def monthly_list_price(product: ProductCard) -> Money | None:
    """The list price a month, for one seat where it is sold by the seat; what is paid once stays whole."""
    price = product.price
    if price is None or product.billing_period != BillingPeriod.YEAR:
        return price
    return Money(round(price.minor / MONTHS), price.currency)


def monthly_of(case: Account360, product: ProductCard, currency: str) -> Money | None:
    """What they pay a month for a product; None where a contract says nothing, or says it in another currency."""
    running = [c for c in case.running if c.product_id == product.id]
    if not running or any(c.monthly_minor is None or c.currency != currency for c in running):
        return None
    return Money(sum(c.monthly_minor or 0 for c in running), currency)


def monthly_total(case: Account360, currency: str) -> Money | None:
    """What they pay a month for all they have; None where a contract says nothing, or says it in another currency."""
    if not case.running or any(c.monthly_minor is None or c.currency != currency for c in case.running):
        return None
    return Money(sum(c.monthly_minor or 0 for c in case.running), currency)


def seats_of(case: Account360, product: ProductCard) -> int | None:
    """The seats of a product under contract; None where there are none."""
    return sum(c.seats or 0 for c in case.running if c.product_id == product.id) or None


def _more_seats(case: Account360, product: ProductCard, more: int) -> PriceChange | None:
    unit = monthly_list_price(product)
    now = monthly_of(case, product, unit.currency) if unit else None
    if unit is None or now is None:
        return None
    diff = Money(unit.minor * more, unit.currency)
    then = Money(now.minor + diff.minor, unit.currency)
    return PriceChange(then, diff, Money(diff.minor * MONTHS, unit.currency), unit, more, now, product)


def _seats_of(
    case: Account360, product: ProductCard, owned: ProductCard | None, near: ProductCard | None
) -> tuple[ProductCard | None, int | None]:
    """The seats to reckon with: all of what it takes the place of, else those of what it builds on."""
    if owned and (count := seats_of(case, owned)):
        return owned, count
    return find_seats_needed(case, product, near) or (None, None)
