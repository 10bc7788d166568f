"""Says plainly that this is not what the assistant is for."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Choice, Reply
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases


class OutOfScope(QuestionAction):
    """A polite no, and the way to the help."""

    intent = "out_of_scope"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:  # noqa: ARG002 - needs neither
        """One line and a button."""
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say("out_of_scope.sorry"),
            choices=(Choice(label=say("help.name"), intent="help"),),
        )
