"""The catalogue, read from the store."""

from __future__ import annotations

from functools import cache
from unicodedata import normalize

from sqlalchemy import select

from knowledge.accounts.queries.aggregates.frame import Statement
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.kernel.access import AccessContext
from knowledge.tables import Product, ProductRelation
from knowledge.terms import Relation


def load_catalogue(access: AccessContext) -> Catalogue:
    """The products known on the day asked about, retired ones included (customers may still own them)."""
    cards = [ProductCard(**row._mapping) for row in access.connection.execute(_products())]
    products = {card.id: card for card in cards if card.launched_on is None or card.launched_on <= access.as_of}
    coming = {card.id: card for card in cards if card.id not in products}
    pairs = access.connection.execute(_RELATIONS)
    return Catalogue(products, frozenset((a, b, Relation(kind)) for a, b, kind in pairs), coming, access.as_of)


def suggest_products(access: AccessContext, said: str) -> list[str]:
    """Names of the products on sale that hold what was typed, in either language."""
    words = normalize("NFKC", said).strip().casefold()
    catalogue = load_catalogue(access)
    on_sale = [card for card in catalogue.products.values() if card.retired_on is None]
    return sorted(card.name for card in on_sale if words in f"{card.name}\n{card.name_ja or ''}".casefold())


@cache
def _products() -> Statement:
    return select(*(getattr(Product, name) for name in ProductCard.__dataclass_fields__))


_RELATIONS = select(ProductRelation.product_id, ProductRelation.related_id, ProductRelation.kind)
