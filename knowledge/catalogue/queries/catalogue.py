"""The catalogue, read from the store."""

from __future__ import annotations

from functools import cache

from sqlalchemy import select

from knowledge.accounts.queries.aggregates.frame import Statement, day
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.kernel.access import AccessContext
from knowledge.tables import Product, ProductRelation
from knowledge.terms import Relation


def load_catalogue(access: AccessContext) -> Catalogue:
    """The products known on the day asked about, retired ones included (customers may still own them)."""
    rows = access.connection.execute(_launched(), {"as_of": access.as_of})
    products = {row.id: ProductCard(**row._mapping) for row in rows}
    pairs = access.connection.execute(_RELATIONS)
    return Catalogue(products, frozenset((a, b, Relation(kind)) for a, b, kind in pairs))


@cache
def _launched() -> Statement:
    columns = [getattr(Product, name) for name in ProductCard.__dataclass_fields__]
    return select(*columns).where(Product.launched_on.is_(None) | (Product.launched_on <= day("as_of")))


_RELATIONS = select(ProductRelation.product_id, ProductRelation.related_id, ProductRelation.kind)
