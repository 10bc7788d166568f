"""What so many seats cost: of the product named, of the one the talk is about, else of what the customer owns."""

from __future__ import annotations

from typing import Any

from bot.dialogue.last_queries import last_query
from bot.dialogue.state import DialogueState
from bot.nlu.atoms import NAME, Atom
from bot.nlu.reading import Reading
from knowledge.semantic.query import Operator, Query

INTENT = "describe_product"
_MOST_SEATS = 9_999_999  # no firm has more; a longer number is none of seats
_BETWEEN = {"filler", "ask", "number", "order", "them", "also", "is", "and", "by"}
_NAMES = {"account", "product", "family"}
_PRICES = {"list_price", "price_a_seat"}
_AMOUNTS = _PRICES | {"monthly_revenue", "yearly_revenue"}  # 月いくら, "a year"
_SEATS = {"seats", "seats_used", "seats_free", "seats_used_share"}
_PRODUCT = {"product": "name", "contract": "product"}  # where the last look-up says which product it was about


def seats_priced(reading: Reading, state: DialogueState) -> dict[str, Any] | None:
    """The slots of the price asked for; None where no number of seats is priced.

    "What would 10 more cost", 10席増やしたらいくら, and after a price 「30席だと？」.
    """
    pieces = reading.pieces
    atoms = pieces.atoms if pieces else ()
    numbers = [atom for atom in atoms if atom.sense("number") and atom.numbers]
    if pieces is None or pieces.loose or len(numbers) != 1 or not all(map(_belongs, atoms)):
        return None
    seats, last = int(numbers[0].numbers[0]), last_query(state)
    of_seats = any(_names(atom, _SEATS) for atom in atoms)
    asks = any(_names(atom, _AMOUNTS) or ("ask", "sum") in _said(atom) for atom in atoms)
    told = _product_told(state, last)
    priced = bool(told) or (state.intent == INTENT and "seats" in state.slots)
    goes_on = priced or bool(last and _SEATS & set(last.select))
    if not 2 <= seats <= _MOST_SEATS or not ((asks and (of_seats or goes_on)) or (priced and _is_short(atoms))):
        return None
    found: dict[str, Any] = {"seats": str(seats), "language": reading.language}
    named = next((name.value for atom in atoms if (name := atom.sense(NAME)) and name.key != "account"), None)
    if product := named or (None if reading.account else told):
        found["product"] = product
    account = (reading.account.id, reading.account.name) if reading.account else (state.account_id, state.account)
    if account[0] is not None:
        found |= {"account_id": account[0], "account": account[1]}
    return found if product or account[0] is not None else None


def _said(atom: Atom) -> set[tuple[str, str]]:
    return {(sense.kind, sense.key) for sense in atom.senses}


def _names(atom: Atom, keys: set[str]) -> bool:
    return any(sense.key in keys or sense.value == "seats" for sense in atom.of_catalogue)


def _belongs(atom: Atom) -> bool:
    if name := atom.sense(NAME):
        return name.key in _NAMES
    return _names(atom, _SEATS | _AMOUNTS) or any(sense.kind in _BETWEEN for sense in atom.senses)


def _is_short(atoms: tuple[Atom, ...]) -> bool:
    """Whether nothing is said but another number of seats."""
    return not any(atom.sense(NAME) or atom.sense("order") for atom in atoms)


def _product_told(state: DialogueState, last: Query | None) -> str | None:
    """The product whose price was told last."""
    if state.intent == INTENT:
        return str(state.slots["product"]) if state.slots.get("product") and state.slots.get("seats") else None
    field = _PRODUCT.get(last.thing) if last and _PRICES & set(last.select) else None
    where = last.where if last and field else ()
    named = (each.values for each in where if each.field == field and each.operator is Operator.IS)
    return next((str(values[0]) for values in named if len(values) == 1), None)
