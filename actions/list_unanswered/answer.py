"""What colleagues asked and no article answers, the most frequent first: what operations should write down next."""

from __future__ import annotations

import calendar
import datetime as dt

from actions.base import QuestionAction
from actions.product_feedback.answer import read_month
from actions.question import Question
from actions.reply import Choice, Line, Reply, Section, Table
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.queries.unanswered import load_unanswered
from knowledge.playbook.unanswered import group_questions
from knowledge.terms import Role

_MOST_SHOWN = 30


def may_read(access: AccessContext) -> bool:
    """Operations and the operator only: a question may name whom the reader must not see."""
    return access.viewer.role == Role.OPS or access.viewer.is_operator


class ListUnanswered(QuestionAction):
    """Asked for by the month (``2026-09``), the current one by default."""

    intent = "list_unanswered"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather the month, group what asks for the same, list it with counts."""
        if not may_read(access):
            return self._tell(say, say("list_unanswered.not_for_you"), trouble=True)
        month = question.word("month") or (question.word("date") or "")[:7] or None
        first = read_month(month, question.as_of)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        groups = group_questions(load_unanswered(access, first, last), self.knowledge.encode)
        rows = tuple(
            (group.words, *(say("list_unanswered.number", number=each) for each in (group.times, group.people)))
            for group in groups[:_MOST_SHOWN]
        )
        columns = tuple(say(f"list_unanswered.column_{name}") for name in ("question", "times", "people"))
        title = say("list_unanswered.title")
        facts = {"since": first, "until": last, "count": len(groups)}
        table = Table(key="unanswered", title=title, columns=columns, rows=rows)
        return self._tell(say, say("list_unanswered.headline", **facts), first=first, tables=(table,) if rows else ())

    def _tell(
        self,
        say: Phrases,
        headline: str,
        *,
        first: dt.date | None = None,
        tables: tuple[Table, ...] = (),
        trouble: bool = False,
    ) -> Reply:
        how = (Section(key="how", lines=_how(say, listed=bool(tables))),) if first else ()
        before: tuple[Choice, ...] = ()
        if first:
            month = (first - dt.timedelta(days=1)).strftime("%Y-%m")
            label = say("product_feedback.choice_before")
            before = (Choice(label=label, intent=self.intent, slots={"month": month}),)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=headline,
            sections=how,
            tables=tables,
            choices=before,
            trouble=trouble,
        )


def _how(say: Phrases, *, listed: bool) -> tuple[Line, ...]:
    """Where the list is found outside the talk, and what to do about what stands in it."""
    where = Line(text=say("list_unanswered.where"))
    return (where, Line(text=say("list_unanswered.how"))) if listed else (where,)
