"""Says hello, and what to ask first."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Choice, Reply
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases

# Thanks and a bare "ok" are answered in kind, not with another hello.
_ANSWERS = {"thanks", "noted"}


class Greet(QuestionAction):
    """A greeting by name, and the way to the help."""

    intent = "greet"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """One line; under a hello a button to the help."""
        if (step := question.word("step")) in _ANSWERS:
            return Reply(intent=self.intent, language=say.language, headline=say(f"greet.{step}"))
        name = "" if access.viewer.is_operator else access.viewer.name
        headline = say("greet.hello", name=name)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=headline,
            choices=(Choice(label=say("help.name"), intent="help"),),
        )
