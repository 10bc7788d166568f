"""Says plainly that this is not what the assistant is for, unless the playbook has an article on it."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.playbook import FOUND_FROM, tell_alone
from actions.question import Question
from actions.reply import Choice, Reply
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases


class OutOfScope(QuestionAction):
    """The firm's or our own article where one is near; else a polite no, and the way to the help."""

    intent = "out_of_scope"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """The article, or one line and a button."""
        found = self.knowledge.articles.find(question.text)
        if found[0].likeness >= FOUND_FROM:
            return tell_alone(found[0].key, access.rules, say)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say("out_of_scope.sorry"),
            choices=(Choice(label=say("help.name"), intent="help"),),
            no_article=True,
        )
