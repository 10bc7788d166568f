"""The rule that justifies an offer, and what the firm has learned about that rule.

A rule's name is its kind and products: ``pair:3:7`` (who had 3 added 7), ``seats:3`` and ``tier:7`` (a plan's limit),
``need:7`` (a need in the customer's words), ``related:7`` and ``addon:7`` (the catalogue).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.offers.candidate import Candidate, FollowOn
from knowledge.offers.rules import LearningRules, OfferRules
from knowledge.offers.take_up import RuleRecord, TakeUp, weigh
from knowledge.terms import OfferKind

_NOT_A_GROUND = {"growing"}


@dataclass(frozen=True)
class Experience:
    """What outcomes and colleagues have taught. ``by_rule``: proposals on a rule's ground; ``by_kind``: all of a kind.

    ``set_aside``: rules that colleagues found not relevant too often, or operations switched off.
    """

    set_aside: frozenset[str] = frozenset()
    by_rule: Mapping[str, TakeUp] = field(default_factory=dict)
    by_kind: Mapping[OfferKind, TakeUp] = field(default_factory=dict)


NO_EXPERIENCE = Experience()


def rule_of(candidate: Candidate, part: str) -> str | None:
    """The name of the rule behind one part of an offer's score; None where a part is no ground by itself."""
    product = candidate.product.id
    match part:
        case "history" | "scorer" if candidate.follow_on:
            return f"pair:{candidate.follow_on.antecedent}:{product}"
        case "scorer" if candidate.scored and candidate.scored.antecedent is not None:
            return f"pair:{candidate.scored.antecedent}:{product}"
        case "limit":
            return f"{'seats' if candidate.kind is OfferKind.SEATS else 'tier'}:{product}"
        case _:
            return None if part in _NOT_A_GROUND else f"{part}:{product}"


def ground_of(candidate: Candidate) -> str | None:
    """The rule that justifies an offer most: that of the part with most points."""
    told = [(points, rule) for name, points in candidate.parts if (rule := rule_of(candidate, name))]
    return max(told, key=lambda pair: pair[0])[1] if told else None


def keep_trusted(follow_ons: Sequence[FollowOn], experience: Experience) -> list[FollowOn]:
    """The pairs whose rule was not set aside."""
    return [pair for pair in follow_ons if f"pair:{pair.antecedent}:{pair.product}" not in experience.set_aside]


def learn_rank(
    candidates: Sequence[Candidate], experience: Experience, offers: OfferRules, rules: LearningRules
) -> list[Candidate]:
    """Offers without the grounds that were set aside, each weighed by its rule's take-up, best first.

    What has no ground left, or scores less than offers.least_score, is left out.
    """
    trusted = [_without(candidate, experience.set_aside) for candidate in candidates]
    weighed = [_weigh(candidate, experience, rules) for candidate in trusted if ground_of(candidate)]
    kept = [candidate for candidate in weighed if candidate.score >= offers.least_score]
    return sorted(kept, key=lambda candidate: -candidate.score)


def _without(candidate: Candidate, set_aside: frozenset[str]) -> Candidate:
    """The offer without the parts of rules that were set aside, nor the facts that those parts tell."""
    gone = {name for name, _ in candidate.parts if rule_of(candidate, name) in set_aside}
    if not gone:
        return candidate
    return replace(
        candidate,
        parts=tuple(part for part in candidate.parts if part[0] not in gone),
        need=None if "need" in gone else candidate.need,
        seat_use=None if "limit" in gone else candidate.seat_use,
        follow_on=None if gone & {"history", "scorer"} else candidate.follow_on,
        scored=None if "scorer" in gone else candidate.scored,
        is_related=candidate.is_related and "related" not in gone,
        is_addon=candidate.is_addon and "addon" not in gone,
    )


def _weigh(candidate: Candidate, experience: Experience, rules: LearningRules) -> Candidate:
    ground = ground_of(candidate) or ""
    taken_up = experience.by_rule.get(_counted_as(ground, candidate))
    among = experience.by_kind.get(candidate.kind)
    if taken_up is None or among is None:
        return candidate
    factor = weigh(taken_up, among, rules)
    if factor < 1 and ground.startswith("need:"):
        return candidate  # those who had not asked turned it down: that says nothing against one who did
    return replace(candidate, record=RuleRecord(ground, taken_up, among, factor))


def _counted_as(ground: str, candidate: Candidate) -> str:
    """Pairs are counted by what the customer had; every other ground by the kind of offer and its product."""
    return ground if ground.startswith("pair:") else f"{candidate.kind}:{candidate.product.id}"
