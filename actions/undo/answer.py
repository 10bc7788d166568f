"""Takes the asker's last change back, or the one a button names."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.changes import next_choice, ref, unit_of_work_for
from actions.question import Question
from actions.reply import AccountRef, Line, Reply, Section, Tone
from knowledge.accounts.queries.accounts import load_account
from knowledge.errors import AccountUnknown
from knowledge.kernel.access import AccessContext
from knowledge.kernel.undo import Change, find_change, undo_change
from knowledge.playbook.phrases import Phrases


class Undo(QuestionAction):
    """Not a question of its own: "undo" after a change, or its button."""

    intent = "undo"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Find the change, take it back, say what is as before."""
        unit_of_work = unit_of_work_for(question, access)
        change = find_change(unit_of_work, question.number("change"))
        undo_change(unit_of_work, change)
        account = _account(access, change)
        quoted = (
            (Section(key="undone", lines=(Line(text=change.text or "", tone=Tone.QUOTE),)),) if _is_said(change) else ()
        )
        what = say(f"undo.{change.act.replace('.', '_')}")
        about = say("undo.about", what=what, account=account.name) if account else say("undo.plain", what=what)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=about,
            account=account,
            sections=quoted,
            choices=(next_choice("recommend_offer", account, say),) if account else (),
        )


def _account(access: AccessContext, change: Change) -> AccountRef | None:
    try:
        return ref(load_account(access, change.account_id)) if change.account_id else None
    except AccountUnknown:
        return None


def _is_said(change: Change) -> bool:
    """Whether the change kept somebody's own words, worth showing again."""
    return bool(change.text) and not change.act.startswith("checklist.")
