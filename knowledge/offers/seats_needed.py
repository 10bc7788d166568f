"""How many seats of a product this customer would need: as many people as use what it builds on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from knowledge.accounts.account_360 import Account360
from knowledge.catalogue.catalogue import ProductCard
from knowledge.terms import Relation


def find_seats_needed(
    case: Account360, product: ProductCard, near: ProductCard | None = None
) -> tuple[ProductCard, int] | None:
    """The product of theirs to reckon by, and how many; None where no contract tells of seats.

    near: what the offer builds on. First a product that it is an option of, then near, then what the catalogue relates;
    else the contract with the fewest, for that none of the others speaks for this product. Who uses it counts where
    that is known, else the seats bought.
    """
    bought = _seats_bought(case)
    people = {each: _people(case, each, count) for each, count in bought.items()}
    for group in _bases(case, product, near):
        if having := [each for each in group if each in people]:
            base = max(having, key=lambda each: (people[each], -each))
            return case.catalogue.products[base], people[base]
    if not people:
        return None
    least = min(people, key=lambda each: (people[each], each))
    return case.catalogue.products[least], people[least]


def _seats_bought(case: Account360) -> dict[int, int]:
    """Seats under contract of each product sold by the seat."""
    found: dict[int, int] = defaultdict(int)
    for contract in case.running:
        card = case.catalogue.products.get(contract.product_id)
        if contract.seats and card and card.is_per_seat:
            found[card.id] += contract.seats
    return found


def _people(case: Account360, product_id: int, bought: int) -> int:
    use = case.seat_uses.get(product_id)
    return max(1, use.used if use and not use.unit else bought)


def _bases(case: Account360, product: ProductCard, near: ProductCard | None) -> Iterator[list[int]]:
    catalogue = case.catalogue
    yield [each for each in case.owned if product.id in catalogue.related(each, Relation.ACCESSORY)]
    yield [near.id] if near else []
    yield [each for each in case.owned if product.id in catalogue.related(each, Relation.CROSS_SELL)]
