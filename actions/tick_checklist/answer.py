"""Boxes of a checklist, ticked or unticked: who did it, and when, is kept."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.changes import ref, unit_of_work_for
from actions.question import Question
from actions.reply import Reply
from actions.show_checklist.answer import list_items
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import advise
from knowledge.playbook.checklists import Talk
from knowledge.playbook.commands.checklists import tick_item
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.queries.checklist import load_marks


class TickChecklist(QuestionAction):
    """``items`` are the boxes shown, as ``topic/key``, and ``ticked`` those ticked now.

    Only what differs from the store is changed; what data ticked stays the data's.
    """

    intent = "tick_checklist"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Bring the store to what the boxes show."""
        case, unit_of_work = load_account_360(access, question.account_id or 0), unit_of_work_for(question, access)
        shown, ticked = _keys(question.word("items")), set(_keys(question.word("ticked")))
        topic = next((box.rpartition("/")[0] for box in shown), "")
        before = load_marks(access, case.account.id, topic)
        by_data: set[str] = set()
        if topic.partition(":")[0] in set(Talk):
            talk = Talk(topic.partition(":")[0])
            items = list_items(case, advise(case, access.rules), access, say, talk=talk)
            by_data = {item.key for item in items if item.done and item.key not in before}
        for box in shown:
            key = box.rpartition("/")[2]
            if (box in ticked) != (key in before) and key not in by_data:
                tick_item(unit_of_work, case.account.id, topic, key)
        headline = say("checklist.ticked", done=len(ticked), total=len(shown))
        return Reply(intent=self.intent, language=say.language, headline=headline, account=ref(case.account))


def _keys(said: str | None) -> list[str]:
    return [key for key in (said or "").split(",") if key]
