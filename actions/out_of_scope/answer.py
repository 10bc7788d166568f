"""Says plainly that this is not what the assistant is for, unless the playbook has an article on it."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.out_of_scope.not_kept import tell_not_kept
from actions.presenters.playbook import FOUND_FROM, tell_alone
from actions.question import Question
from actions.reply import Choice, Reply
from knowledge.kernel.access import AccessContext
from knowledge.playbook.articles import Article, read_own
from knowledge.playbook.phrases import Phrases


class OutOfScope(QuestionAction):
    """What is kept nowhere is said to be so, unless the firm has an article on it; else any article, or a polite no."""

    intent = "out_of_scope"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """The article, or one line and a button."""
        found = self.knowledge.articles.find(question.text)
        topic, near = question.word("topic"), found[0].likeness >= FOUND_FROM
        if topic and not (near and found[0].key in read_own(Article)[0]):
            return tell_not_kept(topic, question, access, say)
        if near:
            return tell_alone(found[0].key, access.rules, say)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say("out_of_scope.sorry"),
            choices=(Choice(label=say("help.name"), intent="help"),),
            no_article=True,
        )
