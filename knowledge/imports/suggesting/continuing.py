"""Whether lines of a foreign file go on with the one above: items of one order, or items below their bill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.imports.no_rows import is_total
from knowledge.imports.suggesting.guessing import Guess

_CUSTOMER = ("customer_id", "customer_name", "email")
_PRODUCT = ("product_name", "product_id", "plan")
_MOSTLY = 0.9  # share of the lines going on that leave a column empty
_FEWEST = 2  # lines; fewer tell nothing


@dataclass(frozen=True)
class Continuation:
    """Columns filled from above, ``within`` one order's id where lines repeat it.

    ``product``: the column that is empty in the line at the head of a bill.
    """

    columns: tuple[str, ...]
    within: str | None
    product: str | None


def find_continuation(
    header: Sequence[str], lines: Sequence[Sequence[str]], concepts: Mapping[str, Guess], heading: str | None = None
) -> Continuation | None:
    """How lines without a customer go on with the one above; None where they do not.

    ``heading``: the column of headings, which may also be products.
    """
    place = {name: at for at, name in reversed(list(enumerate(header)))}
    customer = next((concepts[name].column for name in _CUSTOMER if name in concepts), None)
    product = next((concepts[name].column for name in _PRODUCT if name in concepts), None)
    if heading is not None and heading == product:
        customer, product = product, customer
    if customer is None or product is None or len(lines) < _FEWEST:
        return None
    named = [cells for cells in lines if cells[place[customer]].strip()]
    lines_without = [cells for cells in lines if not cells[place[customer]].strip()]
    going_on = [cells for cells in lines_without if cells[place[product]].strip() and not _has_total(cells, place)]
    if not going_on or not named or not lines[0][place[customer]].strip():
        return None
    order = concepts["order_id"].column if "order_id" in concepts else None
    repeats = order is not None and all(cells[place[order]].strip() for cells in going_on)
    if repeats and order is not None:
        orders = {cells[place[order]] for cells in named}
        if not any(cells[place[order]] in orders for cells in going_on):
            return None  # orders of nobody, and none of them goes on
    told = [guess.column for guess in concepts.values()]
    empty = [name for name in told if _share_empty(going_on, place[name]) >= _MOSTLY > _share_empty(named, place[name])]
    heads = any(not cells[place[product]].strip() for cells in named)
    columns = tuple(sorted(empty, key=place.__getitem__))
    return Continuation(columns, order if repeats else None, product if heads else None)


def find_headings(header: Sequence[str], lines: Sequence[Sequence[str]]) -> int | None:
    """The place of a column without a name whose cells are headings: alone in their lines, above lines without one."""
    at = next((place for place, name in enumerate(header) if not name.strip()), None)
    if at is None:
        return None
    alone = [cells for cells in lines if cells[at].strip() and sum(bool(cell.strip()) for cell in cells) == 1]
    below = [cells for cells in lines if not cells[at].strip()]
    return at if len(alone) >= _FEWEST and len(below) >= _FEWEST else None


def _share_empty(lines: Sequence[Sequence[str]], at: int) -> float:
    return sum(not cells[at].strip() for cells in lines) / len(lines)


def find_totals(
    header: Sequence[str], lines: Sequence[Sequence[str]], concepts: Mapping[str, Guess]
) -> dict[str, tuple[str, ...]]:
    """Lines that add up others: by column, the words that say so."""
    told = {guess.column for guess in concepts.values()}
    found: dict[str, tuple[str, ...]] = {}
    for at, name in enumerate(header):
        words = dict.fromkeys(cells[at].strip() for cells in lines if name in told and is_total(cells[at]))
        found |= {name: tuple(words)} if words else {}
    return found


def _has_total(cells: Sequence[str], place: Mapping[str, int]) -> bool:
    return any(is_total(cells[at]) for at in place.values())
