"""Operations put a rule back, or set it aside: the button of a notice, and the terminal."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.changes import undo_choice, unit_of_work_for
from actions.presenters.rules import name_rule
from actions.question import Question
from actions.reply import Line, Reply, Section
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.errors import NotAllowed, RuleUnknown
from knowledge.kernel.access import AccessContext
from knowledge.offers.commands.offer_feedback import decide_rule
from knowledge.offers.queries.rule_states import load_rule_states
from knowledge.offers.rule_state import Decision
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Role

_MAY_DECIDE = {Role.OPS, Role.MANAGER}


class DecideRule(QuestionAction):
    """Not a question of its own. Operations and managers only: it changes what everybody is advised."""

    intent = "decide_rule"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Decide, say what holds now."""
        if not access.viewer.is_operator and access.viewer.role not in _MAY_DECIDE:
            raise NotAllowed("Only operations and managers decide about rules.")
        rule, step = question.word("rule") or "", question.word("step")
        decision = Decision(step) if step in set(Decision) else Decision.RESTORED
        named = name_rule(rule, load_catalogue(access), say)
        if named == rule:
            raise RuleUnknown(rule, [state.rule for state in load_rule_states(access)])
        change = decide_rule(unit_of_work_for(question, access), rule, decision)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say(f"rules.decided_{decision}", rule=named),
            sections=(Section(key="rule", lines=(Line(text=say(f"rules.effect_{decision}")),)),),
            choices=(undo_choice(change, say),),
        )
