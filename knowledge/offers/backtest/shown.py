"""What a rep would have been shown on past days: after gate and timing, not only what ranked first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

from knowledge.accounts.account_360 import Account360
from knowledge.offers.advice import Advice, Outcome, advise, find_candidates
from knowledge.offers.product_gate import IN_THE_WORKS, find_bar
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind

MOST_RANKED = 2  # offers that the ranking alone is held to, as in the backtest of ranking


class KeptBack(StrEnum):
    """Why a purchase that ranked first was not shown. ``NO_GROUND``: no count beyond chance speaks for it yet."""

    GATE = "gate"
    LEFT_OUT = "left_out"
    NO_GROUND = "no_ground"
    MOMENT = "moment"
    RANK = "rank"


@dataclass(frozen=True)
class Shown:
    """Of ``accounts`` with history, pooled over past days, ``spoken_to`` would have been offered something at once.

    buyers: those that bought something new in the horizon which was not in the works on the day; in_the_works: those
    that bought only what was in a deal or waited for an answer, of which a rep is told to settle it; hits: buyers to
    whom an offer shown named what they bought; buyers_spoken_to: buyers that would have been offered something;
    ranked_hits: buyers whose purchase was among the two that rank first; kept_by_*: those of them to whom it was not
    shown, by what kept it back.
    """

    windows: int = 0
    accounts: int = 0
    spoken_to: int = 0
    buyers: int = 0
    in_the_works: int = 0
    buyers_spoken_to: int = 0
    hits: int = 0
    ranked_hits: int = 0
    kept_by_gate: int = 0
    kept_by_left_out: int = 0
    kept_by_no_ground: int = 0
    kept_by_moment: int = 0
    kept_by_rank: int = 0

    @property
    def hit_rate(self) -> float:
        """Hits among all buyers, 0 to 1; whoever is not spoken to is a miss."""
        return self.hits / self.buyers if self.buyers else 0.0

    @property
    def ranked_rate(self) -> float:
        """The same of the ranking alone, on the same buyers."""
        return self.ranked_hits / self.buyers if self.buyers else 0.0

    @property
    def share_spoken_to(self) -> float:
        """0 to 1."""
        return self.spoken_to / self.accounts if self.accounts else 0.0

    @property
    def kept_back(self) -> dict[KeptBack, int]:
        """How many purchases that ranked first were not shown, by what kept them back; what kept none is left out."""
        counts = {why: int(getattr(self, f"kept_by_{why}")) for why in KeptBack}
        return {why: count for why, count in counts.items() if count}

    def to_dict(self) -> dict[str, object]:
        rates = {"hit_rate": self.hit_rate, "ranked_rate": self.ranked_rate, "share_spoken_to": self.share_spoken_to}
        return asdict(self) | rates

    def __add__(self, other: Shown) -> Shown:
        return Shown(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


NOTHING_SHOWN = Shown()


def judge_shown(cases: Iterable[Account360], bought: Mapping[int, frozenset[int]], rules: Rules) -> Shown:
    """What one past day would have shown. cases: as of that day; bought: what each account first bought after it."""
    found = Shown(windows=1)
    for case in cases:
        if case.purchases or case.contracts:
            known = replace(case, upcoming=())  # what begins later was not known on that day
            found += _judge(known, bought.get(case.account.id, frozenset()), rules)
    return found


def _judge(case: Account360, bought: frozenset[int], rules: Rules) -> Shown:
    advice = advise(case, rules)
    offered = {
        offer.candidate.product.id
        for offer in advice.offers
        if advice.outcome is Outcome.OFFER and offer.candidate.kind in (OfferKind.CROSS_SELL, OfferKind.UPSELL)
    }
    spoken = Shown(accounts=1, spoken_to=int(bool(offered)))
    new = frozenset(product for product in bought if not _is_in_the_works(case, product, rules))
    if not new:
        return spoken + Shown(in_the_works=int(bool(bought)))
    first = _rank_first(case) & new
    buyer = Shown(buyers=1, buyers_spoken_to=int(bool(offered)), hits=int(bool(offered & new)), ranked_hits=bool(first))
    if first and not offered & new:
        buyer += Shown(**{f"kept_by_{_find_why(case, advice, first, rules)}": 1})
    return spoken + buyer


def _is_in_the_works(case: Account360, product_id: int, rules: Rules) -> bool:
    product = case.catalogue.find(product_id)
    left = find_bar(case, product, rules) if product else None
    return left is not None and left.bar in IN_THE_WORKS


def _rank_first(case: Account360) -> frozenset[int]:
    """What the chosen scorer ranks first, before anything else is asked."""
    scored = case.scored or {}
    return frozenset(sorted(scored, key=lambda product: (-scored[product].pull, product))[:MOST_RANKED])


def _find_why(case: Account360, advice: Advice, missed: frozenset[int], rules: Rules) -> KeptBack:
    """What kept back a purchase that ranked first: the first that holds."""
    if advice.blocks or advice.outcome in (Outcome.LOST, Outcome.HELD_OUT, Outcome.TEST_ACCOUNT):
        return KeptBack.GATE
    candidates = {candidate.product.id for candidate in find_candidates(case, rules)}
    if not missed & candidates:
        return KeptBack.NO_GROUND
    resting = {rest.product_id for rest in advice.resting}
    if missed & candidates <= resting | {left.product.id for left in advice.left_out}:
        return KeptBack.LEFT_OUT
    return KeptBack.RANK if advice.outcome is Outcome.OFFER else KeptBack.MOMENT
