"""What keeps one product from being offered to one customer, and what an offer of it must say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.accounts.account_360 import Account360, is_trial
from knowledge.accounts.history import OpenDeal, ProductLost
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.catalogue.markets import is_sold_in, is_sold_to_size
from knowledge.offers.need_words import Stance, stands_in
from knowledge.offers.needs import find_refusal, find_seats_refusal
from knowledge.playbook.rules import Rules
from knowledge.terms import ProposalOutcome, Relation


class Bar(StrEnum):
    """Why a product is not offered to a customer whom it would otherwise fit; the first that holds is told."""

    SIGNED = "signed"
    OPEN_DEAL = "open_deal"
    AWAITING_ANSWER = "awaiting_answer"
    DEAL_WON = "deal_won"
    DEAL_LOST = "deal_lost"
    ON_TRIAL = "on_trial"
    REFUSED = "refused"
    CONTENT_ELSEWHERE = "content_elsewhere"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    IN_BUNDLE = "in_bundle"
    PARTS_OWNED = "parts_owned"
    OTHER_EDITION = "other_edition"
    SUBSTITUTE_OWNED = "substitute_owned"
    ENDING = "ending"
    NO_MORE_SEATS = "no_more_seats"
    NOT_YET_SOLD = "not_yet_sold"
    NO_LONGER_SOLD = "no_longer_sold"
    NOT_SOLD_THERE = "not_sold_there"
    NOT_SOLD_TO_SIZE = "not_sold_to_size"


IN_THE_WORKS = frozenset({Bar.SIGNED, Bar.OPEN_DEAL, Bar.AWAITING_ANSWER, Bar.DEAL_WON})
"""What keeps back more of the same too."""
REPEATS_STOP = IN_THE_WORKS | {Bar.REFUSED, Bar.CONTENT_ELSEWHERE, Bar.NO_LONGER_SOLD}
"""What keeps back an article that they order, or have ordered, again and again."""
TOLD_IF_ASKED = frozenset(
    {Bar.IN_BUNDLE, Bar.PARTS_OWNED, Bar.OTHER_EDITION, Bar.SUBSTITUTE_OWNED, Bar.NOT_YET_SOLD, Bar.NO_LONGER_SOLD}
)
"""What nobody misses in an answer unless the customer asked for it."""


_GIVEN_UP = {Bar.CANCELLED, Bar.RETURNED}


class Remark(StrEnum):
    """What does not forbid an offer but is said with it."""

    RETURNED = "returned"
    GIVEN_UP = "given_up"
    RELATIVE_OWNS = "relative_owns"
    COMPETITOR_THERE = "competitor_there"


@dataclass(frozen=True)
class LeftOut:
    """A product that is not offered, and why. ``day``: of what is told; ``said``: words, a reason or a deal's name.

    ``other``: the product of theirs that stands in its place.
    """

    product: ProductCard
    bar: Bar
    day: dt.date | None = None
    said: str = ""
    other: ProductCard | None = None


@dataclass(frozen=True)
class Remarked:
    """What to say with an offer: ``day`` of it, and the ``relative`` firm or the product of ``theirs`` it is about."""

    remark: Remark
    day: dt.date | None = None
    relative: str = ""
    theirs: str = ""


def find_bar(case: Account360, product: ProductCard, rules: Rules) -> LeftOut | None:
    """What keeps this product from being offered, the first thing of ``Bar``; None where nothing does."""
    return next(_bars(case, product, rules), None)


def find_seats_bar(case: Account360, product: ProductCard, rules: Rules) -> LeftOut | None:
    """What keeps more seats of what they have from being offered: what is under way, their word, its end."""
    return next(_seat_bars(case, product, rules), None)


def _seat_bars(case: Account360, product: ProductCard, rules: Rules) -> Iterator[LeftOut]:
    yield from _in_the_works(case, product, rules)
    if no := find_seats_refusal(product, case.catalogue, case.needs):
        yield LeftOut(product, Bar.NO_MORE_SEATS, no.said_on, said=no.text)
    ends = [contract.ended_on for contract in case.running if contract.product_id == product.id]
    last = max((day for day in ends if day), default=None)
    if last and None not in ends and (last - case.as_of).days <= rules.churn.renewal_near_days:
        yield LeftOut(product, Bar.ENDING, last)
    if product.retired_on and product.retired_on < case.as_of:
        yield LeftOut(product, Bar.NO_LONGER_SOLD, product.retired_on)


def _bars(case: Account360, product: ProductCard, rules: Rules) -> Iterator[LeftOut]:
    yield from _in_the_works(case, product, rules)
    yield from _their_word(case, product, rules)
    yield from _already_there(case, product)
    yield from _not_on_sale(case, product)


def _in_the_works(case: Account360, product: ProductCard, rules: Rules) -> Iterator[LeftOut]:
    """Signed, in a deal, proposed, or on trial."""
    for contract in case.upcoming:
        if contract.product_id == product.id:
            yield LeftOut(product, Bar.SIGNED, contract.started_on)
    for deal in case.open_deals:
        if _is_about(deal, product):
            yield LeftOut(product, Bar.OPEN_DEAL, deal.opened_on, said=deal.name or "")
    for offer in case.proposals:
        if offer.product_id == product.id:
            waited = (case.as_of - offer.proposed_on).days
            if offer.outcome == ProposalOutcome.PITCHED and waited < rules.learning.silent_days:
                yield LeftOut(product, Bar.AWAITING_ANSWER, offer.proposed_on)
            break  # the newest says how it stands
    yield from _decided(case, product, rules)
    for contract in case.running:
        if contract.product_id == product.id and is_trial(contract, case.catalogue):
            yield LeftOut(product, Bar.ON_TRIAL, contract.ended_on)


def _decided(case: Account360, product: ProductCard, rules: Rules) -> Iterator[LeftOut]:
    """The newest deal about it: won and not on record as theirs yet, or lost so lately that it rests.

    Where the offer itself was noted, what was noted says more.
    """
    noted = {offer.product_id for offer in case.proposals} | {rest.product_id for rest in case.cooling}
    deal = next((each for each in case.decided_deals if each.product_id == product.id), None)
    if deal is None or product.id in case.owned or product.id in noted:
        return
    days = (case.as_of - deal.closed_on).days
    if deal.is_won and days < rules.gate.cool_off_days:
        yield LeftOut(product, Bar.DEAL_WON, deal.closed_on)
    elif not deal.is_won and days < rules.gate.rest_days(deal.reason or ""):
        yield LeftOut(product, Bar.DEAL_LOST, deal.closed_on, said=deal.reason or "")


def _their_word(case: Account360, product: ProductCard, rules: Rules) -> Iterator[LeftOut]:
    """Turned down in a need, cancelled or given back lately."""
    if refused := _refused(case, product):
        yield refused
    ended, lost = last_end(case, product.id), _recorded_loss(case, product.id)
    gave_up = max(day for day in (ended, lost.lost_on) if day) if lost else ended
    if gave_up and (case.as_of - gave_up).days < rules.gate.cancelled_rest_days:
        yield LeftOut(product, Bar.CANCELLED, gave_up, said=(lost.reason_text or lost.reason or "") if lost else "")
    returned = case.returned.get(product.id)
    if returned and (case.as_of - returned).days < rules.gate.cancelled_rest_days:
        yield LeftOut(product, Bar.RETURNED, returned)


def _recorded_loss(case: Account360, product_id: int) -> ProductLost | None:
    """The loss of a product that is recorded, unless they have it again."""
    if product_id in case.owned:
        return None
    return next((lost for lost in case.products_lost if lost.product_id == product_id), None)


def _refused(case: Account360, product: ProductCard) -> LeftOut | None:
    refusal = find_refusal(product, case.needs)
    if refusal is None:
        return None
    need, stance = refusal
    bar = Bar.CONTENT_ELSEWHERE if stance is Stance.CONTENT else Bar.REFUSED
    return LeftOut(product, bar, need.said_on, said=need.text)


def find_refused(case: Account360) -> list[LeftOut]:
    """What they do not have and turned down in a need: told though nothing else speaks for it."""
    if not case.needs:
        return []
    free = (card for card in case.catalogue.on_sale if card.id not in case.owned)
    return [refused for card in free if (refused := _refused(case, card))]


def find_given_up(case: Account360, rules: Rules) -> list[LeftOut]:
    """What they cancelled or gave back lately and hold no like of: told though nothing else speaks for it."""
    families = {card.family for card in case.catalogue.products.values() if card.id in case.owned and card.family}
    free = (card for card in case.catalogue.on_sale if card.id not in case.owned and card.family not in families)
    return [bar for card in free for bar in _their_word(case, card, rules) if bar.bar in _GIVEN_UP]


def _already_there(case: Account360, product: ProductCard) -> Iterator[LeftOut]:
    """What they own does the same, contains it, or is all of it."""
    catalogue = case.catalogue
    owned = [catalogue.products[i] for i in sorted(case.owned & catalogue.products.keys()) if i != product.id]
    for card in owned:
        if product.id in catalogue.related(card.id, Relation.CONTAINS):
            yield LeftOut(product, Bar.IN_BUNDLE, other=card)
    parts = catalogue.related(product.id, Relation.CONTAINS)
    if parts and parts <= case.owned:
        yield LeftOut(product, Bar.PARTS_OWNED)
    for card in owned:
        if is_other_edition(product, card):
            yield LeftOut(product, Bar.OTHER_EDITION, other=card)
    for card in owned:
        if are_substitutes(product, card, catalogue):
            yield LeftOut(product, Bar.SUBSTITUTE_OWNED, other=card)


def _not_on_sale(case: Account360, product: ProductCard) -> Iterator[LeftOut]:
    if product.launched_on and product.launched_on > case.as_of:
        yield LeftOut(product, Bar.NOT_YET_SOLD, product.launched_on)
    if product.retired_on and product.retired_on < case.as_of:
        yield LeftOut(product, Bar.NO_LONGER_SOLD, product.retired_on)
    if not is_sold_in(product, case.account.country):
        yield LeftOut(product, Bar.NOT_SOLD_THERE, said=case.account.country or "")
    if not is_sold_to_size(product, case.account.employees):
        yield LeftOut(product, Bar.NOT_SOLD_TO_SIZE, said=str(case.account.employees))


def find_remarks(case: Account360, product: ProductCard) -> tuple[Remarked, ...]:
    """What an offer of this product must say: given back, had before, of the same group, or a competitor's there."""
    found = []
    if returned := case.returned.get(product.id):
        found.append(Remarked(Remark.RETURNED, returned))
    elif ended := last_end(case, product.id):
        found.append(Remarked(Remark.GIVEN_UP, ended))
    elif lost := _recorded_loss(case, product.id):
        found.append(Remarked(Remark.GIVEN_UP, lost.lost_on))
    owners = [each.account for each in case.relatives if each.product_id == product.id]
    if owners:
        found.append(Remarked(Remark.RELATIVE_OWNS, relative=owners[0]))
    for owned in case.of_competitors:
        if owned.product_id == product.id:
            found.append(Remarked(Remark.COMPETITOR_THERE, owned.until_on, theirs=owned.called))
            break
    return tuple(found)


def go_together(one: ProductCard, other: ProductCard, catalogue: Catalogue) -> bool:
    """Whether two products may be offered side by side: neither replaces or contains the other, nor is its variant."""
    contained = catalogue.related(one.id, Relation.CONTAINS) | catalogue.related(other.id, Relation.CONTAINS)
    addon = other.id in catalogue.related(one.id, Relation.ACCESSORY)
    addon = addon or one.id in catalogue.related(other.id, Relation.ACCESSORY)
    variants = one.family == other.family and not addon
    return not (variants or {one.id, other.id} & contained or are_substitutes(one, other, catalogue))


def are_substitutes(one: ProductCard, other: ProductCard, catalogue: Catalogue) -> bool:
    """Whether the catalogue says of either that it does in place of the other."""
    pairs = ((one.id, other.id, Relation.SUBSTITUTE), (other.id, one.id, Relation.SUBSTITUTE))
    return any(pair in catalogue.relations for pair in pairs)


def is_other_edition(one: ProductCard, other: ProductCard) -> bool:
    """Variants without tiers: of one family, the name of one with a word more ("Insight", "Insight Annual")."""
    if one.tier_rank or other.tier_rank or one.family != other.family:
        return False
    short, long = sorted((one.name.casefold().split(), other.name.casefold().split()), key=len)
    return len(short) < len(long) and long[: len(short)] == short


def _is_about(deal: OpenDeal, product: ProductCard) -> bool:
    """Whether a deal is about this product: by its line, or by its name where it has none."""
    if deal.product_id is not None:
        return deal.product_id == product.id
    return any(stands_in(name, deal.name or "") for name in (product.name, product.name_ja) if name)


def last_end(case: Account360, product_id: int) -> dt.date | None:
    """The day their last contract for it ended, where none runs; a change of plan in a family ends nothing."""
    running = {contract.product_id for contract in case.running}
    card = case.catalogue.products.get(product_id)
    families = {case.catalogue.products[i].family for i in running if i in case.catalogue.products}
    if product_id in running or (card and card.tier_rank and card.family in families):
        return None
    ends = [c.ended_on for c in case.contracts if c.product_id == product_id and c.ended_on]
    return max(ends, default=None)
