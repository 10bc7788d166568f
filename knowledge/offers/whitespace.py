"""Whitespace: which product families each customer owns, could own, or must wait for, and where nothing fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.accounts.account_360 import Account360
from knowledge.catalogue.catalogue import Catalogue
from knowledge.offers.advice import Advice, Outcome, TimedOffer, advise, find_offers, fits_moment, time_candidate
from knowledge.offers.call_list import Compare, scale_of_scores, value_first_year, weigh_value
from knowledge.offers.candidate import Candidate
from knowledge.playbook.rules import Rules
from knowledge.terms import Verdict

# With these nothing is to be offered to the customer at all, or not before we know more.
_CLOSED = frozenset({Outcome.BLOCKED, Outcome.HELD_OUT, Outcome.STALE, Outcome.THIN})


class SpaceState(StrEnum):
    """What stands between a customer and a family."""

    OWNED = "owned"
    OPEN = "open"
    NOTHING = "nothing"
    HELD = "held"


@dataclass(frozen=True)
class Space:
    """One customer and one family.

    ``offer``: the best that fits there, told where the state is OPEN; ``owned``: the products they have of it.
    ``until``: the day from which what is held back may be offered, where one is known.
    """

    family: str
    state: SpaceState
    owned: tuple[int, ...] = ()
    offer: Candidate | None = None
    year_minor: int | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class AccountSpaces:
    """A customer's line; ``advice`` as for ``recommend_offer``. ``worth_minor`` sums what the open spaces rank at."""

    case: Account360
    advice: Advice
    spaces: tuple[Space, ...]
    worth_minor: float


def list_families(catalogue: Catalogue, *, as_of: dt.date, product_ids: frozenset[int] = frozenset()) -> list[str]:
    """The families with something on sale, in the catalogue's order; with ``product_ids`` only theirs."""
    sold = [card for card in catalogue.products.values() if card.is_sold_on(as_of)]
    return list(dict.fromkeys(card.family for card in sold if not product_ids or card.id in product_ids))


def map_whitespace(
    cases: Iterable[Account360], rules: Rules, families: Sequence[str], *, compare: Compare
) -> list[AccountSpaces]:
    """A line for each customer, the most promising first: chance, else score on the same scale, × first-year value.

    ``compare``: as for ``rank_calls``.
    """
    found = [_look_at(case, rules, families) for case in cases if not case.account.is_test]
    scale = scale_of_scores([space.offer for _, _, spaces in found for space in spaces if space.offer])
    lines = [
        AccountSpaces(case, advice, spaces, sum(_weigh(space, scale, compare) for space in spaces))
        for case, advice, spaces in found
    ]
    return sorted(lines, key=lambda line: (-line.worth_minor, line.case.account.id))


def _look_at(case: Account360, rules: Rules, families: Sequence[str]) -> tuple[Account360, Advice, tuple[Space, ...]]:
    advice = advise(case, rules)
    best: dict[str, TimedOffer] = {}
    for candidate in find_offers(case, rules):
        best.setdefault(candidate.product.family, time_candidate(case, candidate, rules))
    return case, advice, tuple(_spaces(case, advice, best, families))


def _spaces(case: Account360, advice: Advice, best: dict[str, TimedOffer], families: Sequence[str]) -> Iterator[Space]:
    have: dict[str, list[int]] = {}
    for product_id in sorted(case.owned & case.catalogue.products.keys()):
        have.setdefault(case.catalogue.products[product_id].family, []).append(product_id)
    for family in families:
        if family in have:
            yield Space(family, SpaceState.OWNED, owned=tuple(have[family]))
        elif timed := best.get(family):
            yield _judge(case, advice, timed)
        else:
            yield Space(family, SpaceState.NOTHING)


def _judge(case: Account360, advice: Advice, timed: TimedOffer) -> Space:
    """Gate first, then what they declined, then the moment: as for the one offer."""
    candidate, family = timed.candidate, timed.candidate.product.family
    if advice.outcome in _CLOSED:
        return Space(family, SpaceState.HELD, until=advice.until)
    resting = [cool_off.free_on for cool_off in case.cooling if cool_off.product_id == candidate.product.id]
    if resting:
        return Space(family, SpaceState.HELD, until=max(resting))
    if timed.timing.verdict is not Verdict.NOW or not fits_moment(timed):
        return Space(family, SpaceState.HELD, until=timed.timing.until)
    return Space(family, SpaceState.OPEN, offer=candidate, year_minor=value_first_year(case, candidate))


def _weigh(space: Space, scale: float, compare: Compare) -> float:
    if space.offer is None:
        return 0.0
    return weigh_value(space.offer, space.year_minor, scale) * (compare(space.offer.product.currency) or 0)
