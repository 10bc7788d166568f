"""Rules behind offers in words: what they say, what colleagues said of them, whether they are set aside."""

from __future__ import annotations

from actions.reply import Line, Tone
from knowledge.catalogue.catalogue import Catalogue
from knowledge.offers.rule_state import RuleState
from knowledge.playbook.phrases import Phrases


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
