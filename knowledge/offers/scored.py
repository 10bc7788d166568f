"""What the chosen scorer says of one customer: products in its order, each with the counts that a sentence needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.offers.backtest.verdicts import Verdict

QUARTER_DAYS = 90  # what "last quarter" means where buying is counted
NO_PRODUCT = -1  # where no owned product led to an offer
LEAST_CASES = 200  # offers a band needs before a stated chance can be held against what followed
# Verdicts of a past long enough to rely on the scorer: best-sellers count too, where they do as well.
PROVEN = frozenset({Verdict.PERSONAL_SIGNAL, Verdict.NO_PERSONAL_SIGNAL})


class Ground(StrEnum):
    """Whose past buying is told as the reason: owners of the same, accounts of the segment, or everybody."""

    OWNERS = "owners"
    SEGMENT = "segment"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class ScoredOffer:
    """One product as the scorer ranks it for one account.

    pull: 0 to 1, falling in the scorer's order: the expected take-up against that of the account's first product, times
    a half to one for how lively the account buys, so that accounts can be compared. chance: 0 to 1, only where stated
    chances hold. ``adopters`` of ``owners`` bought it last quarter, of those that ground names (antecedent: the product
    they owned); base_*: of all accounts without it.
    """

    product: int
    pull: float
    chance: float | None
    ground: Ground
    antecedent: int | None
    owners: int
    adopters: int
    base_owners: int
    base_adopters: int


@dataclass(frozen=True)
class Band:
    """One line of the reliability table: offers whose stated chance was about so much, and what followed."""

    window: int
    cases: int
    stated: float
    observed: float
    holds: bool


@dataclass(frozen=True)
class ChosenScorer:
    """Which scorer ranks, why, and what may be said of it.

    advice_rate, best_sellers_rate: hit rates in two offers over ``cases`` accounts of ``windows`` past windows;
    offered, bought: the first two offers of the last window to everybody, and how many of them came true.
    """

    as_of: date
    horizon_days: int
    name: str
    is_personal: bool
    verdict: Verdict
    windows: int
    cases: int
    advice_rate: float
    best_sellers_rate: float
    offered: int
    bought: int
    states_chances: bool
    bands: tuple[Band, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, to be stored."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        bands = [{name: getattr(band, name) for name in Band.__dataclass_fields__} for band in self.bands]
        return plain | {"as_of": self.as_of.isoformat(), "verdict": str(self.verdict), "bands": bands}

    @staticmethod
    def from_dict(plain: dict[str, Any]) -> ChosenScorer:
        """As stored by to_dict."""
        bands = tuple(Band(**band) for band in plain["bands"])
        read = {"as_of": date.fromisoformat(plain["as_of"]), "verdict": Verdict(plain["verdict"]), "bands": bands}
        return ChosenScorer(**{**plain, **read})
