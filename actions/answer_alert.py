"""The buttons of an alert or digest line: put off, give to the owner as a task, hand to CS, not useful."""

from __future__ import annotations

import datetime as dt

from actions.base import QuestionAction
from actions.handing_over import hand_over_alert
from actions.question import Question
from actions.reply import Reply
from actions.telling.changes import next_choice, pen_for, ref
from knowledge.playbook.handoffs import HandoffKind
from knowledge.playbook.phrases import Phrases
from knowledge.store.alerts import AlertAct, answer_alert
from knowledge.store.book import Book
from knowledge.store.case import load_case
from knowledge.store.queries.accounts import load_account

_KINDS = {AlertAct.TASK: HandoffKind.TASK, AlertAct.TO_CS: HandoffKind.TO_CS}


class AnswerAlert(QuestionAction):
    """Not a question of its own. What is pressed counts for the acted-on rate of the signal behind the alert."""

    stem = "answer_alert"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Keep the answer, hand over what is handed over, say so."""
        card = load_account(book, question.account_id or 0)
        step = question.word("step")
        act = AlertAct(step) if step in set(AlertAct) else AlertAct.SNOOZE
        pen = pen_for(question, book)
        until = book.as_of + dt.timedelta(days=book.rules.digest.snooze_days) if act is AlertAct.SNOOZE else None
        answer_alert(pen, card.id, act, until=until)
        if act in _KINDS:
            return hand_over_alert(_KINDS[act], pen, load_case(book, card.id), say)
        return Reply(
            stem=self.stem,
            language=say.language,
            headline=say(f"answer_alert.{act}", account=card.name, until=until),
            account=ref(card),
            choices=(next_choice("brief_account", ref(card), say),),
        )
