"""Rules behind offers in words: what they say, what colleagues said of them, whether they are set aside."""

from __future__ import annotations

from collections.abc import Sequence

from actions.reply import Line, Tone
from knowledge.catalogue.catalogue import Catalogue
from knowledge.offers.rule_state import RuleState
from knowledge.offers.take_up import RuleRecord
from knowledge.playbook.phrases import Phrases
from knowledge.terms import OfferKind


def name_rule(rule: str, catalogue: Catalogue, say: Phrases) -> str:
    """ "Marketing Automation for those who have SFA"; the rule's own name where a product is gone."""
    kind, *ids = rule.split(":")
    cards = [catalogue.products.get(int(number)) for number in ids if number.isdigit()]
    names = [card.called(say.language) for card in cards if card]
    if len(names) != len(ids) or not names or not say.has(f"rules.name_{kind}"):
        return rule
    facts = {"owned": names[0]} if len(names) > 1 else {}
    return say(f"rules.name_{kind}", product=names[-1], **facts)


def tell_state(state: RuleState | None, catalogue: Catalogue, needed: int, say: Phrases) -> list[Line]:
    """How many different people found a rule not relevant, and what that does; nothing where no rule is behind it.

    needed: people whose word sets a rule aside.
    """
    if state is None:
        return []
    facts = {"rule": name_rule(state.rule, catalogue, say), "people": state.not_relevant}
    if state.is_set_aside:
        return [Line(text=say("rules.set_aside", **facts), tone=Tone.CAUTION)]
    return [Line(text=say("rules.counted", needed=needed, **facts))]


def tell_rules(
    states: Sequence[RuleState], records: Sequence[RuleRecord], catalogue: Catalogue, say: Phrases
) -> list[str]:
    """A line each: what colleagues said and operations decided, then take-up by rule."""
    lines = [_tell_decision(state, catalogue, say) for state in states] or [say("rules.none")]
    return [*lines, "", say("rules.take_up_title"), *(_tell_take_up(record, catalogue, say) for record in records), ""]


def _tell_decision(state: RuleState, catalogue: Catalogue, say: Phrases) -> str:
    return say(
        "rules.state_set_aside" if state.is_set_aside else "rules.state_in_use",
        key=state.rule,
        rule=name_rule(state.rule, catalogue, say),
        people=state.not_relevant,
        helpful=state.helpful,
        day=state.last_on,
        decided=state.decided_by,
    )


def _tell_take_up(record: RuleRecord, catalogue: Catalogue, say: Phrases) -> str:
    """Take-up is counted by kind of offer; the rules of those kinds are named by the limit they watch."""
    rule = name_rule(record.rule.replace(f"{OfferKind.UPSELL}:", "tier:"), catalogue, say)
    taken_up = record.taken_up
    factor = f"{record.factor:.2f}"
    return say("rules.take_up", rule=rule, factor=factor, proposals=taken_up.proposals, won=taken_up.won)
