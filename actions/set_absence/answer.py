"""Notes that the asker is away, and who stands in: handoffs go there meanwhile."""

from __future__ import annotations

from actions.asking import read_day
from actions.base import QuestionAction
from actions.presenters.changes import undo_choice, unit_of_work_for
from actions.question import Question
from actions.reply import Reply
from knowledge.errors import DateUnclear, PersonUnknown
from knowledge.kernel.access import AccessContext
from knowledge.people.commands.absences import set_absence
from knowledge.people.queries.colleagues import find_colleagues
from knowledge.playbook.phrases import Phrases


class SetAbsence(QuestionAction):
    """Not a question of its own: `osusume away`, or a setting."""

    intent = "set_absence"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """From ``since`` (today) to ``until``, with ``deputy`` standing in."""
        since, until = read_day(question, "since") or access.as_of, read_day(question, "until")
        if until is None or until < since:
            raise DateUnclear("The last day lies before the first.", text=question.word("until") or "")
        if access.viewer.person_id is None:
            raise PersonUnknown("Say who is away.", person=access.viewer.name)
        deputy = _read_deputy(question, access)
        change = set_absence(
            unit_of_work_for(question, access),
            access.viewer.person_id,
            from_on=since,
            until_on=until,
            deputy_id=deputy[0] if deputy else None,
        )
        facts = {"since": since, "until": until}
        headline = (
            say("set_absence.with_deputy", deputy=deputy[1], **facts) if deputy else say("set_absence.alone", **facts)
        )
        return Reply(intent=self.intent, language=say.language, headline=headline, choices=(undo_choice(change, say),))


def _read_deputy(question: Question, access: AccessContext) -> tuple[int, str] | None:
    """The colleague who stands in; PersonUnknown when nobody here, or more than one, answers to the name."""
    said = question.word("deputy")
    if said is None:
        return None
    found = find_colleagues(access.connection, said)
    if len(found) != 1:
        raise PersonUnknown(f"Who is {said!r}? Give the full name.", person=said)
    return found[0]
