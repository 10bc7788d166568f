"""Boxes of a checklist, ticked or unticked: who did it, and when, is kept."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import AccountRef, Reply
from actions.telling.changes import pen_for
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.changes.checklists import tick_item
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.checklist import load_marks


class TickChecklist(QuestionAction):
    """``items`` are the boxes shown, ``ticked`` those ticked now; only what differs from the store is changed."""

    stem = "tick_checklist"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Bring the store to what the boxes show."""
        card = load_account(book, question.account_id or 0)
        topic = question.word("topic") or "offer"
        before, pen = load_marks(book, card.id, topic), pen_for(question, book)
        shown, ticked = _keys(question.word("items")), set(_keys(question.word("ticked")))
        for item in shown:
            if (item in ticked) != (item in before):
                tick_item(pen, card.id, topic, item)
        headline = say("checklist.ticked", done=len(ticked), total=len(shown))
        return Reply(
            stem=self.stem, language=say.language, headline=headline, account=AccountRef(id=card.id, name=card.name)
        )


def _keys(said: str | None) -> list[str]:
    return [key for key in (said or "").split(",") if key]
