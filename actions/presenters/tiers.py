"""Three options side by side, the middle one recommended: with three the question becomes which, not whether."""

from __future__ import annotations

import math

from actions.presenters.offers import name_offer
from actions.reply import Tier
from knowledge.accounts.account_360 import Account360
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidates import Candidate
from knowledge.playbook.phrases import Phrases
from knowledge.terms import OfferKind

_ROOM_STEP = 5  # seats are offered in fives


def build_tiers(case: Account360, offers: tuple[TimedOffer, ...], say: Phrases) -> tuple[Tier, ...]:
    """What they have, what is recommended, and more; each with what it gives and what it lacks."""
    if not offers:
        return ()
    candidate = offers[0].candidate
    if candidate.kind is OfferKind.SEATS:
        return _seat_tiers(case, candidate, say)
    return _product_tiers(case, candidate, say)


def price_of(product: ProductCard, say: Phrases) -> str:
    """The list price as one says it."""
    if product.price is None:
        return say("tiers.price_unknown")
    seat = "seat_" if product.is_per_seat else ""
    period = product.billing_period or "once"
    return say(f"tiers.price_{seat}{period}", money=product.price)


def _seat_tiers(case: Account360, candidate: Candidate, say: Phrases) -> tuple[Tier, ...]:
    use, product = candidate.seat_use, candidate.product
    if use is None:
        return ()
    more = max(_ROOM_STEP, math.ceil(use.bought * 0.2 / _ROOM_STEP) * _ROOM_STEP)
    full = say("tiers.seats_full", used=use.used, seats=use.bought)
    none_left = say("tiers.seats_none_left") if use.used >= use.bought else ""
    above = [card for card in case.catalogue.tiers_of(product.id) if (card.tier_rank or 0) > (product.tier_rank or 0)]
    middle = Tier(
        key="recommended",
        name=say("tiers.seats_more", count=more),
        price=price_of(product, say),
        gives=(say("tiers.seats_room", seats=use.bought + more),),
        lacks=tuple(line for line in _extra(above[:1], product, say)),
        recommended=True,
    )
    tiers = [_stay(product, say, lacks=tuple(x for x in (full, none_left) if x)), middle]
    if above:
        tiers.append(
            Tier(
                key="more",
                name=say("tiers.more", product=above[0].called(say.language)),
                price=price_of(above[0], say),
                gives=(*_extra(above[:1], product, say), say("tiers.seats_room", seats=use.bought + more)),
                lacks=(),
            )
        )
    return tuple(tiers)


def _product_tiers(case: Account360, candidate: Candidate, say: Phrases) -> tuple[Tier, ...]:
    product, owned = candidate.product, candidate.owned
    need = candidate.need.text if candidate.need else ""
    open_need = (say("tiers.lacks_need", need=need),) if need else ()
    solved = (say("tiers.solves_need", need=need),) if need else ()
    base = owned if candidate.kind is OfferKind.UPSELL else None
    gained = _extra([product], base, say)
    above = [card for card in case.catalogue.tiers_of(product.id) if (card.tier_rank or 0) > (product.tier_rank or 0)]
    extra_above = _extra(above[:1], product, say)
    tiers = [
        _stay(owned, say, lacks=(*open_need, *gained[:3])),
        Tier(
            key="recommended",
            name=say("tiers.recommended", offer=name_offer(candidate, say)),
            price=price_of(product, say),
            gives=(*solved, *gained),
            lacks=extra_above,
            recommended=True,
        ),
    ]
    if above:
        tiers.append(
            Tier(
                key="more",
                name=say("tiers.more", product=above[0].called(say.language)),
                price=price_of(above[0], say),
                gives=(*solved, *gained, *extra_above),
                lacks=(),
            )
        )
    else:
        tiers.append(
            Tier(
                key="more",
                name=say("tiers.more_rollout", offer=product.called(say.language)),
                price=price_of(product, say),
                gives=(*solved, *gained, _for_everybody(case, product, say)),
                lacks=(),
            )
        )
        tiers[1] = tiers[1].model_copy(update={"lacks": (say("tiers.one_department"),)})
    return tuple(tiers)


def _for_everybody(case: Account360, product: ProductCard, say: Phrases) -> str:
    """How many people that is, where the product is sold by the seat and a contract tells."""
    seats = max((contract.seats or 0 for contract in case.running), default=0)
    return say("tiers.all_people", seats=seats) if product.is_per_seat and seats else say("tiers.all_departments")


def _stay(product: ProductCard | None, say: Phrases, *, lacks: tuple[str, ...]) -> Tier:
    name = say("tiers.stay_product", product=product.called(say.language)) if product else say("tiers.stay")
    return Tier(key="stay", name=name, price=say("tiers.price_none"), gives=(say("tiers.keeps"),), lacks=lacks)


def _extra(cards: list[ProductCard], base: ProductCard | None, say: Phrases) -> tuple[str, ...]:
    """What the first card gives that the base does not."""
    have = set(base.gives(say.language)) if base else set()
    return tuple(line for card in cards for line in card.gives(say.language) if line not in have)
