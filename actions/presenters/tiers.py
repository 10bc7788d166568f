"""Three options side by side, the middle one recommended: with three the question becomes which, not whether.

Where no third one costs anything else than the second, two remain.
"""

from __future__ import annotations

from actions.presenters.offers import name_offer
from actions.presenters.prices import (
    PriceChange,
    add_up,
    monthly_total,
    more_seats,
    price_change,
    price_of_product,
)
from actions.reply import Tier
from knowledge.accounts.account_360 import Account360
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidate import Candidate
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind

_TEN_THOUSAND = 10_000


def build_tiers(case: Account360, offers: tuple[TimedOffer, ...], say: Phrases, *, rules: Rules) -> tuple[Tier, ...]:
    """What they have, what is recommended, and more; each with its price for their seats, what it gives and lacks.

    None for an article that is ordered by the piece: it has no departments and no larger plan.
    """
    if not offers:
        return ()
    candidate = offers[0].candidate
    if case.orders_again and not candidate.product.is_per_seat and not _above(case, candidate.product):
        return ()
    if candidate.kind is OfferKind.SEATS:
        return _seat_tiers(case, candidate, say, rules)
    return _product_tiers(case, candidate, tuple(offer.candidate for offer in offers[1:]), say, rules)


def price_of(product: ProductCard, say: Phrases) -> str:
    """The list price as one says it."""
    if product.price is None:
        return say("tiers.price_unknown")
    seat = "seat_" if product.is_per_seat else ""
    period = product.billing_period or "once"
    return say(f"tiers.price_{seat}{period}", money=product.price)


def _seat_tiers(case: Account360, candidate: Candidate, say: Phrases, rules: Rules) -> tuple[Tier, ...]:
    use, product = candidate.seat_use, candidate.product
    if use is None:
        return ()
    more = more_seats(candidate)
    total = use.bought + more
    full = say("tiers.seats_full", used=use.used, seats=use.bought)
    none_left = say("tiers.seats_none_left") if use.used >= use.bought else ""
    change = price_change(case, candidate)
    above = _above(case, product)
    middle = Tier(
        key="recommended",
        name=say("tiers.seats_more", count=more),
        price=_price(case, change, product, say, rules),
        gives=(say("tiers.seats_room", seats=total),),
        lacks=_extra(above[:1], product, say),
        recommended=True,
    )
    stay_lacks = tuple(line for line in (full, none_left) if line)
    tiers = [_stay(product, say, lacks=stay_lacks, now=change.now if change else None), middle]
    if above:
        higher = price_of_product(case, above[0], product, seats=total)
        tiers.append(
            Tier(
                key="more",
                name=say("tiers.more", product=above[0].called(say.language)),
                price=_price(case, higher, above[0], say, rules),
                gives=(*_extra(above[:1], product, say), say("tiers.seats_room", seats=total)),
                lacks=(),
            )
        )
    return tuple(tiers)


def _product_tiers(
    case: Account360, candidate: Candidate, others: tuple[Candidate, ...], say: Phrases, rules: Rules
) -> tuple[Tier, ...]:
    product, owned = candidate.product, candidate.owned
    need = candidate.need.text if candidate.need else ""
    open_need = (say("tiers.lacks_need", need=need),) if need else ()
    solved = (say("tiers.solves_need", need=need),) if need else ()
    base = owned if candidate.kind is OfferKind.UPSELL else None
    gained = _extra([product], base, say)
    change = price_change(case, candidate)
    above = _above(case, product)
    middle = Tier(
        key="recommended",
        name=say("tiers.recommended", offer=name_offer(candidate, say)),
        price=_price(case, change, product, say, rules),
        gives=(*solved, *gained),
        lacks=_extra(above[:1], product, say),
        recommended=True,
    )
    if above:
        higher: Tier | None = _higher(case, above[0], base, gained, solved, say, rules)
    else:
        middle = _small_start(case, middle, product, change, say, rules)
        higher = _for_all(case, product, change, (*solved, *gained), say, rules)
    if higher is None or higher.price == middle.price:
        higher = _together(case, candidate, others, middle.gives, say, rules)
    stay = _stay(base, say, lacks=(*open_need, *gained[:3]), now=_now(case, change, product))
    return (stay, middle, higher) if higher else (stay, middle)


def _now(case: Account360, change: PriceChange | None, product: ProductCard) -> Money | None:
    """What they pay today: for what would be replaced, else for all they have."""
    if change and change.now:
        return change.now
    return monthly_total(case, product.price.currency) if product.price else None


def _higher(
    case: Account360,
    above: ProductCard,
    base: ProductCard | None,
    gained: tuple[str, ...],
    solved: tuple[str, ...],
    say: Phrases,
    rules: Rules,
) -> Tier:
    """The next tier up: what it gives in place of a smaller allowance, not beside it."""
    change = price_of_product(case, above, base)
    kept = tuple(line for line in gained if not _is_allowance(line, case.catalogue.tiers_of(above.id)))
    new = tuple(line for line in above.gives(say.language) if line not in kept)
    return Tier(
        key="more",
        name=say("tiers.more", product=above.called(say.language)),
        price=_price(case, change, above, say, rules),
        gives=(*solved, *kept, *new),
        lacks=(),
    )


def _for_all(
    case: Account360,
    product: ProductCard,
    change: PriceChange | None,
    gives: tuple[str, ...],
    say: Phrases,
    rules: Rules,
) -> Tier | None:
    """Where there is no tier above: the same product for all their people; None where no seat is paid for."""
    if change is None or not product.is_per_seat:
        return None
    return Tier(
        key="more",
        name=say("tiers.more_rollout", offer=product.called(say.language)),
        price=_price(case, change, product, say, rules),
        gives=(*gives, say("tiers.all_people", seats=change.count)),
        lacks=(),
    )


def _together(
    case: Account360,
    candidate: Candidate,
    others: tuple[Candidate, ...],
    gives: tuple[str, ...],
    say: Phrases,
    rules: Rules,
) -> Tier | None:
    """What is recommended and the second offer at once; None where there is none, or its price is not known."""
    first = price_change(case, candidate)
    for other in others:
        second = price_change(case, other)
        both = add_up(first, second) if first and second else None
        if both is None:
            continue
        value = other.product.value(say.language) or other.product.called(say.language)
        return Tier(
            key="more",
            name=say("tiers.together", first=name_offer(candidate, say), second=name_offer(other, say)),
            price=_price(case, both, None, say, rules),
            gives=(*gives, value),
            lacks=(),
        )
    return None


def _small_start(
    case: Account360, middle: Tier, product: ProductCard, change: PriceChange | None, say: Phrases, rules: Rules
) -> Tier:
    """The recommended step where the next one is for all their people: the first few."""
    few = rules.drafts.first_people
    if change is None or not product.is_per_seat or change.count <= few:
        return middle
    small = price_of_product(case, product, None, seats=few)
    name = say("tiers.first_people", offer=product.called(say.language), count=few)
    return middle.model_copy(update={"name": name, "price": _price(case, small, product, say, rules)})


def _price(
    case: Account360, change: PriceChange | None, product: ProductCard | None, say: Phrases, rules: Rules
) -> str:
    """Then, and the difference a month and a year; beside what they pay for all they have where nothing is replaced.

    The bare list price where their seats are not known.
    """
    without_tax = rules.drafts.prices_without_tax
    if product and (change is None or change.is_once):
        price = price_of(product, say)
        return say("tiers.price_list", price=price, without_tax=without_tax) if product.price else price
    if change is None:
        return say("tiers.price_unknown")
    seats = (
        say("tiers.price_for_seats", count=change.count, unit=change.unit) if product and product.is_per_seat else ""
    )
    if change.now and change.base and change.base == product:
        seats = say("tiers.price_for_more_seats", count=change.count, unit=change.unit)
    facts = {"then": change.then, "year": _abs(change.year), "seats": seats, "without_tax": without_tax}
    total = None if change.now else monthly_total(case, change.then.currency)
    if total:
        whole = Money(total.minor + change.then.minor, total.currency)
        return say("tiers.price_adds", **facts, now=total, whole=whole)
    name = "tiers.price_change" if change.diff.minor >= 0 else "tiers.price_falls"
    return say(name, **facts, diff=_abs(change.diff))


def _abs(money: Money) -> Money:
    return Money(abs(money.minor), money.currency)


def _above(case: Account360, product: ProductCard) -> list[ProductCard]:
    return [card for card in case.catalogue.tiers_of(product.id) if (card.tier_rank or 0) > (product.tier_rank or 0)]


def _stay(product: ProductCard | None, say: Phrases, *, lacks: tuple[str, ...], now: Money | None) -> Tier:
    name = say("tiers.stay_product", product=product.called(say.language)) if product else say("tiers.stay")
    price = say("tiers.price_today", money=now) if now and now.minor else say("tiers.price_none")
    return Tier(key="stay", name=name, price=price, gives=(say("tiers.keeps"),), lacks=lacks)


def _extra(cards: list[ProductCard], base: ProductCard | None, say: Phrases) -> tuple[str, ...]:
    """What the first card gives that the base does not."""
    have = set(base.gives(say.language)) if base else set()
    return tuple(line for card in cards for line in card.gives(say.language) if line not in have)


def _is_allowance(line: str, tiers: tuple[ProductCard, ...]) -> bool:
    """Whether a line tells how much a tier allows a month, so that a higher tier's takes its place."""
    limits = [card.usage_limit for card in tiers if card.usage_limit]
    written = {form for limit in limits for form in (f"{limit:,}", str(limit), f"{limit // _TEN_THOUSAND}万")}
    return any(form in line for form in written)
