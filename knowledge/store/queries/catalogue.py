"""The catalogue, read from the store."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.catalogue import Catalogue, ProductCard
from knowledge.store.book import Book
from knowledge.store.models import Product, ProductRelation
from knowledge.terms import Relation


def load_catalogue(book: Book) -> Catalogue:
    """The products known on the day asked about, retired ones included (customers may still own them)."""
    columns = [getattr(Product, name) for name in ProductCard.__dataclass_fields__]
    launched = (Product.launched_on.is_(None)) | (Product.launched_on <= book.as_of)
    rows = book.connection.execute(select(*columns).where(launched))
    products = {row.id: ProductCard(**row._mapping) for row in rows}
    pairs = book.connection.execute(
        select(ProductRelation.product_id, ProductRelation.related_id, ProductRelation.kind)
    )
    return Catalogue(products, frozenset((a, b, Relation(kind)) for a, b, kind in pairs))
