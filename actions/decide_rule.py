"""Operations put a rule back, or set it aside: the button of a notice, and the terminal."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Line, Reply, Section
from actions.telling.changes import pen_for, undo_choice
from actions.telling.rules import name_rule
from knowledge.errors import NotAllowed, RuleUnknown
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.changes.offer_feedback import decide_rule
from knowledge.store.queries.catalogue import load_catalogue
from knowledge.store.queries.rule_states import Decision, load_rule_states
from knowledge.terms import Role

_MAY_DECIDE = {Role.OPS, Role.MANAGER}


class DecideRule(QuestionAction):
    """Not a question of its own. Operations and managers only: it changes what everybody is advised."""

    stem = "decide_rule"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Decide, say what holds now."""
        if not book.viewer.is_operator and book.viewer.role not in _MAY_DECIDE:
            raise NotAllowed("Only operations and managers decide about rules.")
        rule, step = question.word("rule") or "", question.word("step")
        decision = Decision(step) if step in set(Decision) else Decision.RESTORED
        named = name_rule(rule, load_catalogue(book), say)
        if named == rule:
            raise RuleUnknown(rule, [state.rule for state in load_rule_states(book)])
        change = decide_rule(pen_for(question, book), rule, decision)
        return Reply(
            stem=self.stem,
            language=say.language,
            headline=say(f"rules.decided_{decision}", rule=named),
            sections=(Section(key="rule", lines=(Line(text=say(f"rules.effect_{decision}")),)),),
            choices=(undo_choice(change, say),),
        )
