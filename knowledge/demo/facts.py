"""The hand-written half of the demo company, from ``data/demo``: catalogue, people, market, voices, planted truths."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from knowledge.settings import ROOT

_FOLDER = ROOT / "data" / "demo"


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
    limit_unit: str | None
    retired: dt.date | None
    texts: dict[str, str]

    def monthly(self, seats: int) -> int:
        """Recurring yen a month."""
        return self.price * seats if self.per_seat else self.price


@dataclass(frozen=True)
class Facts:
    """All of ``data/demo``, read once."""

    products: dict[str, Product]
    relations: tuple[tuple[str, str, str], ...]
    people: list[dict[str, str]]
    market: dict[str, Any]
    voices: dict[str, Any]
    names: dict[str, Any]
    planted: list[dict[str, Any]]

    def tiers(self, family: str) -> list[Product]:
        """The tiers of a family, lowest first; options are no tiers."""
        tiers = [product for product in self.products.values() if product.family == family and product.tier]
        return sorted(tiers, key=lambda product: product.tier or 0)

    def next_tier(self, product: Product) -> Product | None:
        """The tier above, if there is one."""
        above = [other for other in self.tiers(product.family) if product.tier and (other.tier or 0) > product.tier]
        return above[0] if above else None

    def accessories(self, product: Product) -> list[Product]:
        """The options that belong to a product."""
        return [self.products[b] for a, b, kind in self.relations if a == product.key and kind == "accessory"]


@cache
def load_facts() -> Facts:
    """Read ``data/demo/*.yml``."""
    catalogue = _read("products")
    products = {
        line["key"]: _product(number, line, catalogue["families"])
        for number, line in enumerate(catalogue["products"], 1)
    }
    return Facts(
        products,
        _relations(catalogue, products),
        _read("people"),
        _read("history"),
        _read("voice"),
        _read("names"),
        _read("planted"),
    )


def _read(name: str) -> Any:
    with (_FOLDER / f"{name}.yml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def _product(number: int, line: dict[str, Any], families: dict[str, str]) -> Product:
    limit, unit = line.get("limit", (None, None))
    texts = {
        "name_ja": line["name_ja"],
        "family_ja": families[line["family"]],
        "value_en": line["value_en"],
        "value_ja": line["value_ja"],
        **{name: "\n".join(line[name]) for name in ("gives_en", "gives_ja", "solves")},
    }
    return Product(
        number,
        line["key"],
        line["name"],
        line["family"],
        line["price"],
        line["per_seat"],
        line.get("tier"),
        limit,
        unit,
        line.get("retired"),
        texts,
    )


def _relations(catalogue: dict[str, Any], products: dict[str, Product]) -> tuple[tuple[str, str, str], ...]:
    """(product, related, kind); a tier's upsell is the next tier of its family."""
    written = [
        (product, related, kind)
        for kind in ("cross_sell", "accessory", "substitute")
        for product, others in catalogue[kind].items()
        for related in others
    ]
    upsells = [
        (product.key, other.key, "upsell")
        for product in products.values()
        for other in products.values()
        if product.tier and product.family == other.family and other.tier == product.tier + 1
    ]
    return (*upsells, *written)
