"""The catalogue as the measures and the talk track see it: what can be sold, and how products stand to each other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.playbook.formats import Money
from knowledge.terms import Language, Relation

_BETWEEN = r"[\n;,|；、，]"


@dataclass(frozen=True)
class ProductCard:
    """One product or tier, with its words in both languages."""

    id: int
    key: str
    name: str
    name_ja: str | None
    family: str
    family_ja: str | None
    tier_rank: int | None
    list_price_minor: int | None
    currency: str | None
    billing_period: str | None
    is_per_seat: bool
    usage_limit: int | None
    usage_limit_unit: str | None
    value_en: str | None
    value_ja: str | None
    gives_en: str | None
    gives_ja: str | None
    solves: str | None
    countries: str | None
    employees_from: int | None
    employees_until: int | None
    launched_on: dt.date | None
    retired_on: dt.date | None

    def called(self, language: str) -> str:
        """The product's name as this language's reader knows it."""
        return (self.name_ja if language == Language.JA else None) or self.name

    def value(self, language: str) -> str:
        """What it does for a customer, completing "with this, …"; empty when nobody wrote it."""
        return (self.value_ja if language == Language.JA else self.value_en) or ""

    def gives(self, language: str) -> tuple[str, ...]:
        """What this tier adds to the one below it, one phrase each."""
        return _lines((self.gives_ja if language == Language.JA else self.gives_en) or "")

    def is_sold_on(self, day: dt.date) -> bool:
        """Whether the day lies within the first and the last day of sale."""
        return (self.launched_on or day) <= day <= (self.retired_on or day)

    @property
    def solved_words(self) -> tuple[str, ...]:
        """Words in a stated need that this product answers."""
        return _listed(self.solves)

    @property
    def sold_countries(self) -> tuple[str, ...]:
        """Where it is sold; empty: everywhere."""
        return _listed(self.countries)

    @property
    def price(self) -> Money | None:
        """The list price, for one seat where it is sold by seat."""
        if self.list_price_minor is None or self.currency is None:
            return None
        return Money(self.list_price_minor, self.currency)


@dataclass(frozen=True)
class Catalogue:
    """All products by id, and the relations between them, on a day.

    ``coming``: those whose first day of sale is still ahead.
    """

    products: dict[int, ProductCard]
    relations: frozenset[tuple[int, int, Relation]]
    coming: Mapping[int, ProductCard] = field(default_factory=dict)
    on: dt.date = dt.date.max

    @property
    def on_sale(self) -> tuple[ProductCard, ...]:
        """What may be sold on that day."""
        return tuple(card for card in self.products.values() if card.is_sold_on(self.on))

    def find(self, product_id: int) -> ProductCard | None:
        """The product of this id, on sale by now or coming."""
        return self.products.get(product_id) or self.coming.get(product_id)

    def related(self, product_id: int, relation: Relation) -> frozenset[int]:
        """The products that stand in ``relation`` to this one."""
        return frozenset(b for a, b, kind in self.relations if a == product_id and kind == relation)

    def tiers_of(self, product_id: int) -> tuple[ProductCard, ...]:
        """The tiers of this product's family, lowest first; the product alone where it has no tiers."""
        product = self.products[product_id]
        if product.tier_rank is None:
            return (product,)
        family = [card for card in self.products.values() if card.family == product.family and card.tier_rank]
        return tuple(sorted(family, key=lambda card: card.tier_rank or 0))


def _listed(text: str | None) -> tuple[str, ...]:
    """Words of one cell, one a line or as a spreadsheet lists them."""
    return tuple(word.strip() for word in re.split(_BETWEEN, text or "") if word.strip())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
