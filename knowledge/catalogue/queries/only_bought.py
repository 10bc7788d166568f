"""What is sold once and never under a contract."""

from __future__ import annotations

from sqlalchemy import exists, select

from knowledge.kernel.access import AccessContext
from knowledge.tables import Product, Purchase, Subscription


def load_only_bought(access: AccessContext) -> frozenset[str]:
    """The names of products that were bought by somebody, and that nobody ever had under a contract."""
    query = select(Product.name).where(
        exists().where(Purchase.product_id == Product.id), ~exists().where(Subscription.product_id == Product.id)
    )
    return frozenset(access.connection.execute(query).scalars())
