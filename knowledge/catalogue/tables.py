"""What the firm sells, and how its products stand to each other."""

from __future__ import annotations

from sqlalchemy import Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import Base, Code, Currency, Day, Minor, Name, ProductId, Row, Words
from knowledge.kernel.personal import Holds, Personal


class Product(Row, Base):
    """One product or tier. ``tier_rank`` orders the tiers of a family from 1 up; empty: no tier.

    ``value_*`` completes "with this, …" in the customer's terms; ``gives_*`` lists what the tier adds to the one
    below it, one a line;
    ``solves`` lists words, one a line, by which a stated need is recognised; ``countries`` where it is sold,
    one a line; ``employees_*``: the size of firm that it is made for.
    """

    __tablename__ = "products"
    personal = Personal(Holds.NOTHING, "what is sold")
    name: Mapped[Name]
    name_ja: Mapped[Name | None]
    family: Mapped[Name]
    family_ja: Mapped[Name | None]
    tier_rank: Mapped[int | None]
    list_price_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    billing_period: Mapped[Code | None]
    is_per_seat: Mapped[bool] = mapped_column(default=False)
    usage_limit: Mapped[int | None]
    usage_limit_unit: Mapped[Name | None]
    value_en: Mapped[Words | None]
    value_ja: Mapped[Words | None]
    gives_en: Mapped[Words | None]
    gives_ja: Mapped[Words | None]
    solves: Mapped[Words | None]
    countries: Mapped[Words | None]
    employees_from: Mapped[int | None]
    employees_until: Mapped[int | None]
    launched_on: Mapped[Day | None]
    retired_on: Mapped[Day | None]


class ProductRelation(Base):
    """``related`` is an upsell, cross-sell, accessory or substitute of ``product``, or contained in it."""

    __tablename__ = "product_relations"
    personal = Personal(Holds.NOTHING, "which products go together")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    product_id: Mapped[ProductId]
    related_id: Mapped[ProductId]
    kind: Mapped[Code]
    source: Mapped[Name]
    source_line: Mapped[int | None]
    __table_args__ = (UniqueConstraint("product_id", "related_id", "kind"),)
