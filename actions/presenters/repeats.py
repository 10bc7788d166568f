"""How often a reminder comes again: read from a question, told in words."""

from __future__ import annotations

import datetime as dt

from actions.asking import read_day
from actions.question import Question
from knowledge.notifications.recurrence import MONTH_END, Every, Repeat
from knowledge.playbook.phrases import Phrases

_MORNING = dt.time(9)


def read_repeat(question: Question) -> Repeat | None:
    """The slot ``repeat``: ``day``, ``workday``, ``week 0``, ``month 31``.

    ``week`` and ``month`` alone mean the weekday or day of the date named beside it, or of today.
    Without a time it is nine o'clock. DateUnclear.
    """
    said = (question.word("repeat") or "").split()
    if not said or said[0] not in set(Every):
        return None
    every, time = Every(said[0]), question.word("time")
    day = read_day(question, "date") or question.as_of
    by_day = {Every.WEEK: day.weekday(), Every.MONTH: day.day}
    on = int(said[1]) if len(said) > 1 else by_day.get(every, 0)
    return Repeat(every, on, dt.time.fromisoformat(time) if time else _MORNING)


def tell_repeat(repeat: Repeat, say: Phrases) -> str:
    """ "every Monday at 09:00"."""
    time = f"{repeat.at.hour}:{repeat.at:%M}" if say.language == "ja" else repeat.at.isoformat("minutes")
    match repeat.every:
        case Every.WEEK:
            return say("set_reminder.every_week", day=say(f"set_reminder.weekday_{repeat.on}"), time=time)
        case Every.MONTH if repeat.on == MONTH_END:
            return say("set_reminder.every_month_end", time=time)
        case Every.MONTH:
            return say("set_reminder.every_month", day=repeat.on, time=time)
        case _:
            return say(f"set_reminder.every_{repeat.every}", time=time)
