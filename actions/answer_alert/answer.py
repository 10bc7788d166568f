"""The buttons of an alert or digest line: put off, give to the owner as a task, hand to CS, not useful."""

from __future__ import annotations

import datetime as dt

from actions.base import QuestionAction
from actions.changes import next_choice, ref, unit_of_work_for
from actions.hand_off_account.routes import hand_over_alert
from actions.question import Question
from actions.reply import Reply
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.accounts.queries.accounts import load_account
from knowledge.churn.commands.alerts import AlertAct, answer_alert
from knowledge.handoffs.lifecycle import HandoffKind
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases

_KINDS = {AlertAct.TASK: HandoffKind.TASK, AlertAct.TO_CS: HandoffKind.TO_CS}


class AnswerAlert(QuestionAction):
    """Not a question of its own. What is pressed counts for the acted-on rate of the signal behind the alert."""

    intent = "answer_alert"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Keep the answer, hand over what is handed over, say so."""
        card = load_account(access, question.account_id or 0)
        step = question.word("step")
        act = AlertAct(step) if step in set(AlertAct) else AlertAct.SNOOZE
        unit_of_work = unit_of_work_for(question, access)
        until = access.as_of + dt.timedelta(days=access.rules.digest.snooze_days) if act is AlertAct.SNOOZE else None
        answer_alert(unit_of_work, card.id, act, until=until)
        if act in _KINDS:
            return hand_over_alert(_KINDS[act], unit_of_work, load_account_360(access, card.id), say)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say(f"answer_alert.{act}", account=card.name, until=until),
            account=ref(card),
            choices=(next_choice("brief_account", ref(card), say),),
        )
