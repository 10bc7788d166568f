"""Rules behind offers in words: what they say, what colleagues said of them, whether they are set aside."""

from __future__ import annotations

from actions.reply import Choice, Line, Reply, Section, Tone
from knowledge.catalogue.catalogue import Catalogue
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.offers.queries.rule_states import Decision, RuleState, load_rule_states
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


def tell_state(state: RuleState | None, catalogue: Catalogue, access: AccessContext, say: Phrases) -> list[Line]:
    """How many different people found a rule not relevant, and what that does; nothing where no rule is behind it."""
    if state is None:
        return []
    facts = {"rule": name_rule(state.rule, catalogue, say), "people": state.not_relevant}
    if state.is_set_aside:
        return [Line(text=say("rules.set_aside", **facts), tone=Tone.CAUTION)]
    return [Line(text=say("rules.counted", needed=access.rules.learning.not_relevant_people, **facts))]


def tell_rule_set_aside(rule: str, access: AccessContext, say: Phrases) -> Reply | None:
    """What operations are told; None where the rule has come back meanwhile."""
    state = next((state for state in load_rule_states(access) if state.rule == rule and state.is_set_aside), None)
    if state is None:
        return None
    named = name_rule(rule, load_catalogue(access), say)
    lines = (
        Line(text=say("rules.why_set_aside", people=state.not_relevant, day=state.last_on), tone=Tone.CAUTION),
        Line(text=say("rules.how_back", rule=rule)),
    )
    back: dict[str, str | int] = {"rule": rule, "step": str(Decision.RESTORED)}
    return Reply(
        intent="decide_rule",
        language=say.language,
        headline=say("rules.notice", rule=named),
        sections=(Section(key="rule", lines=lines),),
        choices=(Choice(label=say("rules.restore"), intent="decide_rule", slots=back),),
    )
