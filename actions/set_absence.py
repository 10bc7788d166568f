"""Notes that the asker is away, and who stands in: handoffs go there meanwhile."""

from __future__ import annotations

from actions.asking import read_day
from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Reply
from actions.telling.changes import pen_for, undo_choice
from knowledge.errors import DateUnclear, PersonUnknown
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.changes.absences import set_absence
from knowledge.store.queries.colleagues import find_colleagues


class SetAbsence(QuestionAction):
    """Not a question of its own: `osusume away`, or a setting."""

    stem = "set_absence"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """From ``since`` (today) to ``until``, with ``deputy`` standing in."""
        since, until = read_day(question, "since") or book.as_of, read_day(question, "until")
        if until is None or until < since:
            raise DateUnclear("The last day lies before the first.", text=question.word("until") or "")
        if book.viewer.person_id is None:
            raise PersonUnknown("Say who is away.", person=book.viewer.name)
        deputy = _read_deputy(question, book)
        change = set_absence(
            pen_for(question, book),
            book.viewer.person_id,
            from_on=since,
            until_on=until,
            deputy_id=deputy[0] if deputy else None,
        )
        facts = {"since": since, "until": until}
        headline = (
            say("set_absence.with_deputy", deputy=deputy[1], **facts) if deputy else say("set_absence.alone", **facts)
        )
        return Reply(stem=self.stem, language=say.language, headline=headline, choices=(undo_choice(change, say),))


def _read_deputy(question: Question, book: Book) -> tuple[int, str] | None:
    """The colleague who stands in; PersonUnknown when nobody here, or more than one, answers to the name."""
    said = question.word("deputy")
    if said is None:
        return None
    found = find_colleagues(book.connection, said)
    if len(found) != 1:
        raise PersonUnknown(f"Who is {said!r}? Give the full name.", person=said)
    return found[0]
