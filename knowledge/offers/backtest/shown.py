"""What a rep would have been shown on past days: after gate and timing, not only what ranked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from knowledge.accounts.account_360 import Account360
from knowledge.offers.advice import Outcome, advise
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind


@dataclass(frozen=True)
class Shown:
    """Of ``accounts`` with history, pooled over past days, ``spoken_to`` would have been offered something at once.

    buyers: those that bought something new in the horizon; hits: buyers to whom an offer shown named what they bought;
    buyers_spoken_to: buyers that would have been offered something.
    """

    windows: int
    accounts: int
    spoken_to: int
    buyers: int
    buyers_spoken_to: int
    hits: int

    @property
    def hit_rate(self) -> float:
        """Hits among all buyers, 0 to 1; whoever is not spoken to is a miss."""
        return self.hits / self.buyers if self.buyers else 0.0

    @property
    def share_spoken_to(self) -> float:
        """0 to 1."""
        return self.spoken_to / self.accounts if self.accounts else 0.0

    def to_dict(self) -> dict[str, object]:
        return asdict(self) | {"hit_rate": self.hit_rate, "share_spoken_to": self.share_spoken_to}

    def __add__(self, other: Shown) -> Shown:
        mine, theirs = asdict(self), asdict(other)
        return Shown(**{name: mine[name] + theirs[name] for name in mine})


NOTHING_SHOWN = Shown(0, 0, 0, 0, 0, 0)


def judge_shown(cases: Iterable[Account360], bought: dict[int, frozenset[int]], rules: Rules) -> Shown:
    """What one past day would have shown. cases: as of that day; bought: what each account first bought after it."""
    accounts = spoken = buyers = both = hits = 0
    for case in cases:
        if not (case.purchases or case.contracts):
            continue
        advice = advise(replace(case, upcoming=()), rules)  # what begins later was not known on that day
        offered = {
            offer.candidate.product.id
            for offer in advice.offers
            if advice.outcome is Outcome.OFFER and offer.candidate.kind in (OfferKind.CROSS_SELL, OfferKind.UPSELL)
        }
        new = bought.get(case.account.id, frozenset())
        accounts, spoken = accounts + 1, spoken + bool(offered)
        buyers, both, hits = buyers + bool(new), both + bool(new and offered), hits + bool(new & offered)
    return Shown(1, accounts, spoken, buyers, both, hits)
