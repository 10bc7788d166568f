"""Where a product is sold, and to firms of what size."""

from __future__ import annotations

from functools import cache

from babel import Locale

from knowledge.catalogue.catalogue import ProductCard
from knowledge.language import LANGUAGES


def is_sold_in(product: ProductCard, country: str | None) -> bool:
    """Whether it is sold in a customer's country, however that is written; true where either is not known.

    >>> same_country("Japan", "JP"), same_country("日本", "jp"), same_country("US", "JP")
    (True, True, False)
    """
    sold = product.sold_countries
    return not sold or not country or any(same_country(country, each) for each in sold)


def is_sold_to_size(product: ProductCard, employees: int | None) -> bool:
    """Whether it is made for a firm of so many people; true where that is not known."""
    if employees is None:
        return True
    return (product.employees_from or 0) <= employees <= (product.employees_until or employees)


def same_country(one: str, other: str) -> bool:
    """Whether two spellings, code or name in either language, mean one country."""
    return _code(one) == _code(other)


def _code(country: str) -> str:
    said = country.strip().casefold()
    return _codes().get(said, said)


@cache
def _codes() -> dict[str, str]:
    """A country's name in each language, and usual short forms, to its code."""
    named = {
        name.casefold(): code.casefold()
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    }
    return named | {
        "usa": "us",
        "u.s.": "us",
        "u.s.a.": "us",
        "uk": "gb",
        "u.k.": "gb",
        "england": "gb",
        "日本国": "jp",
    }
