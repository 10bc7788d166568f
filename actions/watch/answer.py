"""Tells a look-up again and again by the calendar; quiet while nothing is found. Listed and dropped like reminders."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.base import QuestionAction
from actions.changes import unit_of_work_for
from actions.look_up.answer import answer_query, build_writer
from actions.look_up.asked import query_of
from actions.presenters.repeats import read_repeat, tell_repeat
from actions.question import Question
from actions.reply import Choice, Line, Reply, Section
from actions.set_reminder.answer import snooze_choices
from actions.set_reminder.moments import business_days
from knowledge.errors import SightMissing
from knowledge.kernel.access import AccessContext
from knowledge.notifications.commands.notifications import NoticeCard
from knowledge.notifications.commands.reminders import set_series
from knowledge.notifications.recurrence import Every, Repeat
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Operator, Query

_MONDAY_MORNING = Repeat(Every.WEEK, 0, dt.time(9))


class Watch(QuestionAction):
    """``query`` is looked up at each time of ``repeat``; without one, on Mondays at nine."""

    intent = "watch"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Keep the watch, and tell what it would find today."""
        query = relative_to(query_of(question), access.as_of)
        writer = build_writer(query, access, say)
        found = look_up(query, access, most=1)
        repeat, time = read_repeat(question) or _MONDAY_MORNING, business_days(access)
        unit_of_work = unit_of_work_for(question, access)
        what = writer.read_as(query)
        number = set_series(unit_of_work, repeat, time, text=what, language=say.language, query=query.to_json())
        first = repeat.next_after(unit_of_work.now, time).astimezone(time.zone)
        lines = (say("watch.what", what=what), say("watch.first", moment=first), say("watch.now", count=found.total))
        drop: dict[str, str | int] = {"step": "cancel", "reminder_id": number}
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say("watch.done", repeat=tell_repeat(repeat, say)),
            sections=(Section(key="watch", lines=tuple(Line(text=text) for text in lines)),),
            choices=(
                Choice(label=say("set_reminder.choice_list"), intent="set_reminder", slots={"step": "list"}),
                Choice(label=say("set_reminder.choice_cancel"), intent="set_reminder", slots=drop),
            ),
        )


def tell_watched(card: NoticeCard, access: AccessContext, say: Phrases) -> Reply | None:
    """What is found today; None where there is nothing, or nothing that this person may still see."""
    query = Query.from_json(card.facts["query"])
    try:
        if not look_up(query, access, most=1).total:
            return None
        reply = answer_query(query, access, build_writer(query, access, say))
    except SightMissing:
        return None
    headline = say("watch.told", told=reply.headline)
    return reply.model_copy(update={"headline": headline, "choices": (*reply.choices, *snooze_choices(card, say))})


def relative_to(query: Query, day: dt.date) -> Query:
    """Days counted from today on, where a span begins or ends today: next Monday it begins or ends on that Monday."""
    where = [_relative(each, day) for each in query.where]
    period = query.period
    if period and day in {period.since, period.until} and period.since and period.until and period.on:
        span = Condition(period.on, Operator.BETWEEN, (_shift(period.since, day), _shift(period.until, day)))
        return replace(query, where=(*where, span), period=None)
    return replace(query, where=tuple(where))


def _relative(condition: Condition, day: dt.date) -> Condition:
    any_of = tuple(_relative(each, day) for each in condition.any_of)
    days = [dt.date.fromisoformat(value) for value in condition.values if isinstance(value, str) and _is_day(value)]
    if day not in days or len(days) != len(condition.values):
        return replace(condition, any_of=any_of)
    return replace(condition, values=tuple(_shift(each, day) for each in days), any_of=any_of)


def _shift(to: dt.date, day: dt.date) -> str:
    return f"today{(to - day).days:+d}"


def _is_day(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True
