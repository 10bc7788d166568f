"""What kind of offer a product is to a customer who has these."""

from __future__ import annotations

from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.terms import OfferKind, Relation


def kind_of_offer(product: ProductCard, owned: frozenset[int], catalogue: Catalogue) -> OfferKind:
    """Of what they have: seats where sold so, else a refill. Upsell: a higher tier, or named so. Else cross-sell."""
    if product.id in owned:
        return OfferKind.SEATS if product.is_per_seat else OfferKind.REFILL
    have = [catalogue.products[owned_id] for owned_id in owned if owned_id in catalogue.products]
    higher = any(
        card.family == product.family and (product.tier_rank or 0) > (card.tier_rank or 0) > 0 for card in have
    )
    named = any(product.id in catalogue.related(card.id, Relation.UPSELL) for card in have)
    return OfferKind.UPSELL if higher or named else OfferKind.CROSS_SELL
