"""Takes the asker's last change back, or the one a button names."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import AccountRef, Line, Mood, Reply, Section
from actions.telling.changes import next_choice, pen_for, ref
from knowledge.errors import AccountUnknown
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.changes.undo import Change, find_change, undo_change
from knowledge.store.queries.accounts import load_account


class Undo(QuestionAction):
    """Not a question of its own: "undo" after a change, or its button."""

    stem = "undo"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Find the change, take it back, say what is as before."""
        pen = pen_for(question, book)
        change = find_change(pen, question.number("change"))
        undo_change(pen, change)
        account = _account(book, change)
        quoted = (
            (Section(key="undone", lines=(Line(text=change.text or "", mood=Mood.QUOTE),)),) if _is_said(change) else ()
        )
        what = say(f"undo.{change.act.replace('.', '_')}")
        about = say("undo.about", what=what, account=account.name) if account else say("undo.plain", what=what)
        return Reply(
            stem=self.stem,
            language=say.language,
            headline=about,
            account=account,
            sections=quoted,
            choices=(next_choice("recommend_offer", account, say),) if account else (),
        )


def _account(book: Book, change: Change) -> AccountRef | None:
    try:
        return ref(load_account(book, change.account_id)) if change.account_id else None
    except AccountUnknown:
        return None


def _is_said(change: Change) -> bool:
    """Whether the change kept somebody's own words, worth showing again."""
    return bool(change.text) and not change.act.startswith("checklist.")
