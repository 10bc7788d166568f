"""A rule behind offers that colleagues' words set aside, to operations."""

from __future__ import annotations

from actions.notifications.notification import Notification
from actions.presenters.rules import name_rule
from actions.reply import Choice, Line, Reply, Section, Tone
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.offers.queries.rule_states import load_rule_states
from knowledge.offers.rule_state import Decision
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """What operations are told; None where the rule has come back meanwhile."""
    rule, access = str(card.facts["rule"]), unit_of_work.access
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


NOTIFICATION = Notification(NoticeKind.RULE_SET_ASIDE, _tell)
