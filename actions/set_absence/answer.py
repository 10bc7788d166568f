"""Notes that the asker or a colleague is away, and who stands in: handoffs go there meanwhile."""

from __future__ import annotations

import datetime as dt

from actions.asking import ask_for, read_day
from actions.base import QuestionAction
from actions.changes import undo_choice, unit_of_work_for
from actions.question import Question
from actions.reply import Reply
from knowledge.errors import DateUnclear, PersonUnknown
from knowledge.kernel.access import AccessContext
from knowledge.language import remove_honorific
from knowledge.people.commands.absences import set_absence
from knowledge.people.queries.colleagues import find_colleagues
from knowledge.playbook.phrases import Phrases

_FRIDAY = 4


class SetAbsence(QuestionAction):
    """Not a question of its own: `osusume away`, a setting, or "I am away next week, Maya covers for me"."""

    intent = "set_absence"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """From the first day to the last, both included, with ``deputy`` standing in."""
        since, until = _days(question, access, say)
        person_id, name = _who(question, access)
        deputy = _colleague(access, question.word("deputy"))
        if deputy and deputy[0] == person_id:
            raise PersonUnknown("Nobody stands in for themselves.", person=deputy[1])
        change = set_absence(
            unit_of_work_for(question, access),
            person_id,
            from_on=since,
            until_on=until,
            deputy_id=deputy[0] if deputy else None,
        )
        facts = {"since": since, "until": until, "deputy": deputy[1] if deputy else None}
        key = "with_deputy" if deputy else "alone"
        headline = say(f"set_absence.other_{key}", person=name, **facts) if name else say(f"set_absence.{key}", **facts)
        return Reply(intent=self.intent, language=say.language, headline=headline, choices=(undo_choice(change, say),))


def _days(question: Question, access: AccessContext, say: Phrases) -> tuple[dt.date, dt.date]:
    """The first and the last day. A whole week is its working days; a day alone is that day."""
    since = read_day(question, "since", "date")
    until = read_day(question, "until")
    if question.word("grain") == "week" and since and until:
        until = min(until, since + dt.timedelta(days=_FRIDAY - since.weekday()))
    since = since if question.word("since") or _is_ahead(since, until) else access.as_of
    if until is None:
        headline = say("set_absence.which_day")
        raise ask_for(question, SetAbsence.intent, "until", headline, say=say)
    since = since or access.as_of
    if until < since:
        raise DateUnclear("The last day lies before the first.", text=question.word("until") or "")
    return since, until


def _is_ahead(since: dt.date | None, until: dt.date | None) -> bool:
    return since is not None and until is not None and since <= until


def _who(question: Question, access: AccessContext) -> tuple[int, str | None]:
    """Whoever is away: the colleague named, else the asker (no name)."""
    named = _colleague(access, question.word("away"))
    if named and named[0] != access.viewer.person_id:
        return named
    if access.viewer.person_id is None:
        raise PersonUnknown("Say who is away.", person=access.viewer.name)
    return access.viewer.person_id, None


def _colleague(access: AccessContext, said: str | None) -> tuple[int, str] | None:
    """The colleague meant; PersonUnknown when nobody here, or more than one, answers to the name."""
    if said is None:
        return None
    found = find_colleagues(access.connection, remove_honorific(said))
    if len(found) != 1:
        raise PersonUnknown(f"Who is {said!r}? Give the full name.", person=said)
    return found[0]
