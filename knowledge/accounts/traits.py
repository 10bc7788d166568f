"""What the best customers share, against all customers; and who else is like them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_BEST = 3
_PROMOTER = 9  # by the definition of NPS
_CHANCE = 0.01  # dozens of traits are compared: one that chance gives more often than this proves nothing
_FOLLOWS = {"touch", "rfm"}  # these follow from what customers pay, the measure itself
_LEAST_LIFT = 1.2
_SIZES = ((1000, "1000+"), (200, "200-999"), (50, "50-199"), (0, "1-49"))


class BestBy(StrEnum):
    """By what customers are best: what they pay a month, how much more than a year ago, or how they like us."""

    REVENUE = "revenue"
    GROWTH = "growth"
    NPS = "nps"


class Trait(NamedTuple):
    """One thing that can be said of a customer: industry IT Services, product SFA Standard."""

    kind: str
    value: str


@dataclass(frozen=True)
class Profile:
    """One customer: what they are worth by the stated measure, and what can be said of them.

    ``monthly_minor`` is what they pay a month, ``grown_minor`` how much more that is than a year ago (None where they
    are younger), ``nps`` their latest answer within its shelf life. ``eligible``: not at risk, lost or dissatisfied.
    """

    account_id: int
    name: str
    monthly_minor: int
    employees: int | None
    eligible: bool
    traits: frozenset[Trait]
    nps: int | None = None
    grown_minor: int | None = None

    def worth(self, by: BestBy) -> tuple[int, int] | None:
        """What they are ranked on, more first; None where it is not known or is none."""
        match by:
            case BestBy.GROWTH:
                return (self.grown_minor, self.monthly_minor) if self.grown_minor and self.grown_minor > 0 else None
            case BestBy.NPS:
                return (self.nps, self.monthly_minor) if self.nps is not None and self.nps >= _PROMOTER else None
            case BestBy.REVENUE:
                return (self.monthly_minor, 0) if self.monthly_minor > 0 else None


@dataclass(frozen=True)
class Shared:
    """A trait of ``held`` of the best, and of ``base`` among all ``customers``. ``certain``: hardly by chance."""

    trait: Trait
    held: int
    best: int
    base: int
    customers: int

    @property
    def lift(self) -> float:
        """How many times more frequent among the best than among all."""
        return (self.held / self.best) / (self.base / self.customers)

    @property
    def certain(self) -> bool:
        """Whether as many customers drawn at random would rarely share it."""
        return chance_of(self.held, self.best, self.base, self.customers) <= _CHANCE


@dataclass(frozen=True)
class Likeness:
    """A customer like the best, and the traits it has in common with them."""

    profile: Profile
    score: float
    common: tuple[Trait, ...]


def size_of(employees: int | None) -> str | None:
    """The band of a firm's size, None where it is not known.

    >>> size_of(199), size_of(None)
    ('50-199', None)
    """
    return None if employees is None else next(name for least, name in _SIZES if employees >= least)


def find_best(profiles: Sequence[Profile], *, by: BestBy = BestBy.REVENUE, count: int = _BEST) -> tuple[Profile, ...]:
    """The best by this measure, of those neither at risk nor dissatisfied; among equals whoever pays more."""
    worth = [(each.worth(by), each) for each in profiles if each.eligible]
    known = [(found, each) for found, each in worth if found is not None]
    return tuple(each for _, each in sorted(known, key=lambda pair: (-pair[0][0], -pair[0][1], pair[1].name))[:count])


def find_shared(best: Sequence[Profile], profiles: Sequence[Profile]) -> tuple[Shared, ...]:
    """Traits that most of the best have, the more telling first; those that nearly everybody has are left out."""
    base = Counter(trait for each in profiles for trait in each.traits)
    held = Counter(trait for each in best for trait in each.traits)
    found = [
        Shared(trait, count, len(best), base[trait], len(profiles))
        for trait, count in held.items()
        if count >= min(2, len(best)) and trait.kind not in _FOLLOWS
    ]
    telling = [each for each in found if each.lift >= _LEAST_LIFT]
    return tuple(sorted(telling, key=lambda each: (not each.certain, -each.held, -each.lift, each.trait)))


def find_alike(
    shared: Sequence[Shared], best: Sequence[Profile], profiles: Sequence[Profile], *, most: int = 5
) -> tuple[Likeness, ...]:
    """Customers outside the best that have most of what the best share; a rarer trait counts for more."""
    inside = {each.account_id for each in best}
    weights = {each.trait: each.held / each.best * math.log(each.lift) for each in shared}
    found = []
    for each in profiles:
        common = tuple(trait for trait in weights if trait in each.traits)
        if each.account_id not in inside and each.eligible and len(common) >= min(2, len(weights)) and common:
            found.append(Likeness(each, sum(weights[trait] for trait in common), common))
    return tuple(sorted(found, key=lambda each: (-each.score, each.profile.name))[:most])


def chance_of(held: int, drawn: int, base: int, customers: int) -> float:
    """How likely so many or more of those drawn would have it by chance (hypergeometric upper tail, 0 to 1).

    >>> round(chance_of(3, 3, 27, 150), 4)
    0.0053
    """
    ways = math.comb(customers, drawn)
    hits = range(held, min(drawn, base) + 1)
    return sum(math.comb(base, hit) * math.comb(customers - base, drawn - hit) for hit in hits) / ways
