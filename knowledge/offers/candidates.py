"""Every offer one account could be made, scored, best first: before gate and timing have their say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.offers.article_rhythm import ArticleState
from knowledge.offers.candidate import Candidate, Carried, FollowOn, SeatUse, Standing, Together
from knowledge.offers.needs import find_need
from knowledge.offers.rules import OfferRules, TimingRules
from knowledge.offers.scored import ScoredOffer
from knowledge.terms import OfferKind, Relation
from knowledge.usage.policy import UseState


@dataclass(frozen=True)
class History:
    """What past buying says for one product: points and the counts to tell."""

    points: tuple[tuple[str, float], ...] = ()
    follow_on: FollowOn | None = None
    scored: ScoredOffer | None = None


def rank_candidates(
    standing: Standing,
    catalogue: Catalogue,
    follow_ons: Sequence[FollowOn],
    rules: OfferRules,
    timing: TimingRules,
) -> list[Candidate]:
    """All relevant offers, best first: seats and upsells of what they own, then what goes with it.

    An offer is relevant when a stated need, a nearly full plan, the firm's own history beyond its base rate, or a
    relation in the catalogue speaks for it; everything else is left out. What keeps a product from being offered to
    this customer is judged afterwards (see ``product_gate``); so is one offer a family (``keep_one_a_family``).
    """
    evidence = _read_history(standing, _best_by_product(follow_ons, standing.owned, rules), rules)
    found = [
        *_seats(standing, catalogue, rules, timing),
        *_upsells(standing, catalogue, evidence, rules, timing),
        *_cross_sells(standing, catalogue, evidence, rules),
        *_repeats(standing, catalogue, rules),
    ]
    relevant = [candidate for candidate in found if candidate.score >= rules.least_score]
    return sorted(relevant, key=_order)


def look_at_rest(
    standing: Standing, catalogue: Catalogue, follow_ons: Sequence[FollowOn], *, most: int
) -> list[tuple[ProductCard, FollowOn | None]]:
    """What they lack and nothing speaks for, with the best count there is, so that "nothing fits" can be seen.

    Products that are kept from this customer for another reason may be among them.
    """
    tiered = {card.family for card in _owned_cards(standing, catalogue) if card.tier_rank}
    rest = [
        card
        for card in catalogue.products.values()
        if card.id not in standing.owned and not (card.tier_rank and card.family in tiered)
    ]
    best: dict[int, FollowOn] = {}
    for pair in follow_ons:
        if pair.antecedent in standing.owned and pair.adopters > getattr(best.get(pair.product), "adopters", 0):
            best[pair.product] = pair
    ranked = sorted(rest, key=lambda card: (-getattr(best.get(card.id), "share", 0.0), card.id))
    return [(card, best.get(card.id)) for card in ranked[:most]]


def _seats(standing: Standing, catalogue: Catalogue, rules: OfferRules, timing: TimingRules) -> Iterator[Candidate]:
    for product_id, use in standing.seat_uses.items():
        product = catalogue.products[product_id]
        near = use.share >= timing.limit_near_share and use.is_wanted_more
        if product_id in standing.owned and not use.unit and near:
            growth = (("growing", rules.growth_points),) if use.heading is UseState.RISING else ()
            parts = (("limit", rules.limit_points * _pressure(use, timing)), *growth)
            yield Candidate(OfferKind.SEATS, product, parts, owned=product, seat_use=use)


def _upsells(
    standing: Standing, catalogue: Catalogue, evidence: Mapping[int, History], rules: OfferRules, timing: TimingRules
) -> Iterator[Candidate]:
    for owned_id in standing.owned & catalogue.products.keys():
        owned = catalogue.products[owned_id]
        for product in _higher(owned, catalogue, standing.owned):
            need = find_need(product, standing.needs)
            if need is not None and find_need(owned, [need]) is not None:
                need = None
            use = standing.seat_uses.get(owned_id)
            near = use is not None and use.share >= timing.limit_near_share and use.is_wanted_more
            quota = use if use and use.unit and near else None
            history = evidence.get(product.id, History())
            parts = (
                *((("need", rules.need_points),) if need else ()),
                *((("limit", rules.limit_points * _pressure(quota, timing)),) if quota else ()),
                *history.points,
            )
            yield Candidate(OfferKind.UPSELL, product, parts, owned, history.follow_on, need, quota, history.scored)


def _cross_sells(
    standing: Standing, catalogue: Catalogue, evidence: Mapping[int, History], rules: OfferRules
) -> Iterator[Candidate]:
    related, addons = _neighbours(standing.owned, catalogue)
    together, carried = _best_together(standing, rules), {each.product: each for each in standing.carried}
    tiered_families = {card.family for card in _owned_cards(standing, catalogue) if card.tier_rank}
    for product in (*catalogue.products.values(), *catalogue.coming.values()):
        in_owned_family = product.tier_rank is not None and product.family in tiered_families
        if product.id in standing.owned or in_owned_family:
            continue
        need, history = find_need(product, standing.needs), evidence.get(product.id, History())
        is_related, is_addon = product.id in related, product.id in addons
        parts = (
            *history.points,
            *((("need", rules.need_points),) if need else ()),
            *_order_points(together.get(product.id), carried.get(product.id), rules),
            *((("related", rules.related_points),) if is_related else ()),
            *((("addon", rules.addon_points),) if is_addon else ()),
        )
        follow_on = history.follow_on
        yield Candidate(
            OfferKind.CROSS_SELL,
            product,
            parts,
            catalogue.products.get(follow_on.antecedent) if follow_on else None,
            follow_on,
            need,
            scored=history.scored,
            is_related=is_related,
            is_addon=is_addon,
            together=together.get(product.id),
            carried=carried.get(product.id),
        )


def _order_points(together: Together | None, carried: Carried | None, rules: OfferRules) -> Iterator[tuple[str, float]]:
    """What orders say for an article that they do not carry."""
    if together:
        yield "together", rules.history_points * together.lower_bound
    if carried:
        yield "range", rules.history_points * carried.lower_bound


def _repeats(standing: Standing, catalogue: Catalogue, rules: OfferRules) -> Iterator[Candidate]:
    """Articles due again in their own rhythm, and those they have stopped ordering while they order others."""
    for product_id, rhythm in standing.rhythms.items():
        product = catalogue.products.get(product_id)
        if product is None or product_id not in standing.owned:
            continue
        if rhythm.state is ArticleState.DUE:
            parts = (("due", rules.refill_points * rhythm.steadiness),)
            yield Candidate(OfferKind.REFILL, product, parts, owned=product, rhythm=rhythm)
        elif rhythm.state is ArticleState.DROPPED:
            parts = (("dropped", rules.regain_points * rhythm.steadiness),)
            yield Candidate(OfferKind.REGAIN, product, parts, owned=product, rhythm=rhythm)


def _best_together(standing: Standing, rules: OfferRules) -> dict[int, Together]:
    """For each product they lack what stands in most orders beside something they order, beyond its base rate."""
    best: dict[int, Together] = {}
    for pair in standing.together:
        lacks = pair.antecedent in standing.rhythms and pair.product not in standing.owned
        if not lacks or pair.buyers < rules.fewest_cases:
            continue
        rival = best.get(pair.product)
        beats = pair.lower_bound > pair.base_together / max(pair.base_buyers, 1)
        if beats and (rival is None or pair.lower_bound > rival.lower_bound):
            best[pair.product] = pair
    return best


def _read_history(standing: Standing, best: Mapping[int, FollowOn], rules: OfferRules) -> dict[int, History]:
    """What past buying says for each product: the scorer's rank where the account was scored, else the lower bound.

    A scorer that has not proven itself only ranks what the follow-ons speak for; a proven one speaks for itself where
    enough accounts bought it last quarter.
    """
    if standing.scored is None:
        return {product: History((("history", pair.lower_bound),), pair) for product, pair in best.items()}
    found = {}
    for product, scored in standing.scored.items():
        pair = best.get(product)
        if pair or (standing.is_proven and scored.adopters >= rules.fewest_adopters):
            found[product] = History((("scorer", rules.history_points * scored.pull),), pair, scored)
    return found


def _best_by_product(follow_ons: Sequence[FollowOn], owned: frozenset[int], rules: OfferRules) -> dict[int, FollowOn]:
    """For each product the strongest follow-on from what they own that beats its base rate beyond noise."""
    best: dict[int, FollowOn] = {}
    for pair in follow_ons:
        if (
            pair.antecedent not in owned
            or pair.product in owned
            or pair.owners < rules.fewest_cases
            or pair.adopters < rules.fewest_adopters
        ):
            continue
        rival = best.get(pair.product)
        if pair.lower_bound > pair.base_share and (rival is None or pair.lower_bound > rival.lower_bound):
            best[pair.product] = pair
    return best


def _higher(owned: ProductCard, catalogue: Catalogue, have: frozenset[int]) -> list[ProductCard]:
    """The next tier up, and what the catalogue names as an upsell; nothing when a higher one is owned already."""
    above = [card for card in catalogue.tiers_of(owned.id) if (card.tier_rank or 0) > (owned.tier_rank or 0)]
    if any(card.id in have for card in above):
        return []
    named = [catalogue.products[i] for i in catalogue.related(owned.id, Relation.UPSELL) if i not in have]
    return list({card.id: card for card in [*above[:1], *named]}.values())


def _neighbours(owned: frozenset[int], catalogue: Catalogue) -> tuple[set[int], set[int]]:
    """What goes with the owned products, and what is an option of them."""
    related: set[int] = set()
    addons: set[int] = set()
    for first, second, kind in catalogue.relations:
        if first in owned and kind == Relation.CROSS_SELL:
            related.add(second)
        if first in owned and kind == Relation.ACCESSORY:
            addons.add(second)
    return related, addons


def _owned_cards(standing: Standing, catalogue: Catalogue) -> list[ProductCard]:
    return [catalogue.products[i] for i in standing.owned if i in catalogue.products]


def _pressure(use: SeatUse, timing: TimingRules) -> float:
    """0.5 when the limit comes near, 1 when it is reached."""
    span = 1 - timing.limit_near_share
    return 0.5 + 0.5 * min(1.0, (use.share - timing.limit_near_share) / span if span else 1.0)


def _order(candidate: Candidate) -> tuple[float, int, int]:
    return -candidate.score, candidate.product.tier_rank or 0, candidate.product.id


def keep_one_a_family(ranked: list[Candidate]) -> list[Candidate]:
    """The best of each tiered family; products without tiers stand each for themselves."""
    seen: set[str] = set()
    kept = []
    for candidate in ranked:
        family = candidate.product.family if candidate.product.tier_rank else f"#{candidate.product.id}"
        if family not in seen:
            seen.add(family)
            kept.append(candidate)
    return kept
