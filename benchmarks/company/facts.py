"""What imagined customers are made of: market, names and voices beside this file, and what the demo company sells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.demo import Row, read_demo

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Product:
    """One line of the catalogue; ``limit``: what the plan allows a month."""

    id: int
    key: str
    name: str
    family: str
    price: int
    per_seat: bool
    tier: int | None
    limit: int | None

    def monthly(self, seats: int) -> int:
        """Recurring yen a month."""
        return self.price * seats if self.per_seat else self.price


@dataclass(frozen=True)
class Facts:
    """All of it, read once; ``options``: the key of a product and that of an option to it."""

    products: dict[str, Product]
    options: tuple[tuple[str, str], ...]
    people: list[Row]
    market: dict[str, Any]
    voices: dict[str, Any]
    names: dict[str, Any]

    def next_tier(self, product: Product) -> Product | None:
        """The tier above, if there is one."""
        family = [other for other in self.products.values() if other.family == product.family]
        above = [other for other in family if product.tier and (other.tier or 0) > product.tier]
        return min(above, key=lambda other: other.tier or 0, default=None)

    def accessories(self, product: Product) -> list[Product]:
        """The options that belong to a product."""
        return [self.products[option] for key, option in self.options if key == product.key]


@cache
def load_facts() -> Facts:
    """The files beside this one, and the demo company's people and products by the keys they have in its files."""
    demo = read_demo()
    products = {row["id"]: _product(row) for row in demo["products"]}
    options = tuple(
        (products[row["product_id"]].key, products[row["related_id"]].key)
        for row in demo["product_relations"]
        if row["kind"] == "accessory"
    )
    people = [row | {"key": bare_key(row)} for row in demo["people"]]
    by_key = {product.key: product for product in products.values()}
    return Facts(by_key, options, people, _read("market"), _read("voices"), _read("names"))


def bare_key(row: Row) -> str:
    """The id that a row has in its file."""
    return str(row["key"]).partition(":")[2]


def _product(row: Row) -> Product:
    price, is_per_seat, limit = row["list_price_minor"], row["is_per_seat"], row["usage_limit"]
    tier = row["tier_rank"]
    return Product(row["id"], bare_key(row), row["name"], row["family"], price, is_per_seat, tier, limit)


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
