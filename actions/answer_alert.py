"""The buttons of an alert or digest line: put off, give to the owner as a task, hand to CS, not useful."""

from __future__ import annotations

import datetime as dt

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Reply
from actions.telling.changes import next_choice, pen_for, ref
from knowledge.history import AccountCard
from knowledge.playbook.phrases import Phrases
from knowledge.store.alerts import AlertAct, answer_alert
from knowledge.store.book import Book
from knowledge.store.changes.announcing import known_language
from knowledge.store.changes.night import business_time_of
from knowledge.store.changes.notices import NewNotice, NoticeKind, add_notice
from knowledge.store.changes.pen import Pen
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.colleagues import load_colleagues


class AnswerAlert(QuestionAction):
    """Not a question of its own. What is pressed counts for the acted-on rate of the signal behind the alert."""

    stem = "answer_alert"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Keep the answer, tell whom it concerns, say so."""
        card = load_account(book, question.account_id or 0)
        step = question.word("step")
        act = AlertAct(step) if step in set(AlertAct) else AlertAct.SNOOZE
        pen = pen_for(question, book)
        until = book.as_of + dt.timedelta(days=book.rules.digest.snooze_days) if act is AlertAct.SNOOZE else None
        told = _tell_other(pen, card, act)
        answer_alert(pen, card.id, act, until=until)
        return Reply(
            stem=self.stem,
            language=say.language,
            headline=say(f"answer_alert.{act}", account=card.name, until=until, person=told),
            account=ref(card),
            choices=(next_choice("brief_account", ref(card), say),),
        )


def _tell_other(pen: Pen, card: AccountCard, act: AlertAct) -> str:
    """Who was told, by name; empty where nobody has to be or can be."""
    name, key = {AlertAct.TASK: (card.owner, card.owner_key), AlertAct.TO_CS: (card.csm, card.csm_key)}.get(
        act, (None, None)
    )
    people = {person.key: person for person in load_colleagues(pen.book.connection, on=pen.book.as_of).values()}
    person = people.get(key or "")
    if name is None or person is None or person.has_left:
        return ""
    theirs = Phrases(known_language(person.language, pen.book.rules))
    text = theirs(f"answer_alert.note_{act}", account=card.name, who=pen.book.viewer.name)
    due = business_time_of(person, pen.book.rules).next_open(pen.now)
    where = f"{act}:{card.id}:{pen.book.as_of.isoformat()}:{pen.book.viewer.key}"
    new = NewNotice(where, person.key, NoticeKind.REMINDER, theirs.language, due, card.id, text)
    add_notice(pen.book.connection, new, at=pen.now)
    return name
