"""How often proposals on one ground were taken up, and how far that moves a rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.offers.rules import LearningRules
from knowledge.terms import OfferKind


@dataclass(frozen=True)
class TakeUp:
    """Proposals made whose answer is known or overdue, and how many of them were won."""

    proposals: int
    won: int


@dataclass(frozen=True)
class RuleRecord:
    """One rule's take-up beside that of all proposals of its kind; ``factor``: what the score is multiplied by."""

    rule: str
    taken_up: TakeUp
    among: TakeUp
    factor: float


def weigh(taken_up: TakeUp, among: TakeUp, rules: LearningRules) -> float:
    """What a score is multiplied by: the rule's share won, shrunk towards that of its kind, against the latter.

    (won + k × share of the kind) ÷ (proposals + k) ÷ share of the kind, k = learning.prior_proposals (the mean of a
    beta posterior whose prior is the kind's share; Efron and Morris 1975), within 1 ± learning.most_shift. 1 where
    nothing of the kind was won, for then no rule can be told from another.

    >>> round(weigh(TakeUp(14, 1), TakeUp(60, 21), LearningRules()), 2)
    0.67
    >>> weigh(TakeUp(0, 0), TakeUp(60, 21), LearningRules())
    1.0
    """
    if not among.won or not among.proposals:
        return 1.0
    usual = among.won / among.proposals
    shrunk = (taken_up.won + rules.prior_proposals * usual) / (taken_up.proposals + rules.prior_proposals)
    return min(1 + rules.most_shift, max(1 - rules.most_shift, shrunk / usual))


def record_rules(
    by_rule: Mapping[str, TakeUp], by_kind: Mapping[OfferKind, TakeUp], rules: LearningRules, *, fewest: int
) -> list[RuleRecord]:
    """Every rule proposed at least ``fewest`` times, the most often first; cross-sell counts by pair of products."""
    records = []
    for rule, taken_up in sorted(by_rule.items(), key=lambda pair: (-pair[1].proposals, pair[0])):
        name, _, ids = rule.partition(":")
        is_pair = name == "pair"
        if taken_up.proposals < fewest or not ids or (name == OfferKind.CROSS_SELL and not is_pair):
            continue
        among = by_kind[OfferKind.CROSS_SELL if is_pair else OfferKind(name)]
        records.append(RuleRecord(rule, taken_up, among, weigh(taken_up, among, rules)))
    return records
