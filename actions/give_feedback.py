"""Somebody found an answer helpful, or not: noted in the audit trail by the conversation, thanked for here."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Reply
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book


class GiveFeedback(QuestionAction):
    """Thanks; what was pressed lies in the trail with the answer it was about."""

    stem = "give_feedback"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:  # noqa: ARG002 - nothing to look up
        """One line."""
        return Reply(stem=self.stem, language=say.language, headline=say("slack.feedback_thanks"))
