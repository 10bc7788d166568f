"""Reminds whoever asks, once or again and again, at the time they name: set, listed, put off, dropped."""

from __future__ import annotations

import datetime as dt

from actions.asking import Option, ask_for
from actions.base import QuestionAction
from actions.changes import ref, unit_of_work_for
from actions.presenters.repeats import read_repeat, tell_repeat
from actions.question import Question
from actions.reply import AccountRef, Choice, Line, Reply, Section, Table
from actions.set_reminder.meetings import call_off, tell_of_meeting
from actions.set_reminder.moments import awake, business_days, read_moment, read_moved, wrong_zone, zone_of
from knowledge.accounts.queries.accounts import load_account
from knowledge.kernel.access import AccessContext
from knowledge.notifications.commands.meetings import remind_before
from knowledge.notifications.commands.notifications import NoticeCard
from knowledge.notifications.commands.reminders import (
    drop_reminder,
    find_reminders,
    find_told_reminders,
    put_off,
    remind_of_checklist,
    set_reminder,
    set_series,
)
from knowledge.notifications.queries.meetings import load_next_meeting
from knowledge.notifications.recurrence import Repeat
from knowledge.playbook.phrases import Phrases

_MOST_BUTTONS = 3
_LOOK_BACK = 50  # told reminders whose button may still be pressed
_SNOOZES = {"hour": dt.timedelta(hours=1), "day": dt.timedelta(days=1), "week": dt.timedelta(days=7)}


class SetReminder(QuestionAction):
    """Told once, at the time named; what would fall into the quiet hours waits for the morning."""

    intent = "set_reminder"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Set a reminder, or list, put off or drop those there are."""
        match question.word("step"):
            case "list":
                return _list(access, say)
            case "cancel":
                return _cancel(question, access, say)
            case "snooze":
                return _snooze(question, access, say)
            case "meeting" | "no_meeting" as step:
                return _meeting(question, access, step, say)
            case _:
                return _set(question, access, say)


def _meeting(question: Question, access: AccessContext, step: str, say: Phrases) -> Reply:
    """A meeting told of or called off; without a customer, whom it is with is asked."""
    if question.account_id is None:
        raise ask_for(question, SetReminder.intent, "account", say("meetings.with_whom"), say=say)
    account = ref(load_account(access, question.account_id))
    if step == "no_meeting":
        return call_off(question, access, account, say)
    return tell_of_meeting(question, access, account, business_days(access), say)


def _set(question: Question, access: AccessContext, say: Phrases) -> Reply:
    account = ref(load_account(access, question.account_id)) if question.account_id else None
    talk = question.word("talk")
    note = question.word("note") or (account.name if account else say("set_reminder.plain_note"))
    asked = Question(**{**question.__dict__, "slots": {**question.slots, "note": note}})
    if repeat := read_repeat(question):
        return _set_series(asked, access, repeat, account, say)
    options = _before_meeting(question, access, account, say) if talk and account else ()
    headline = say("set_reminder.which_moment")
    wanted = read_moment(asked, access, say, headline=headline, account=account, options=options)
    due = awake(wanted, access)
    unit_of_work, zone = unit_of_work_for(question, access), zone_of(access)
    if talk and account:
        day = due.astimezone(zone).date()
        reminder = remind_of_checklist(
            unit_of_work, due_at=due, day=day, language=say.language, account_id=account.id, talk=talk
        )
    else:
        reminder = set_reminder(
            unit_of_work,
            due_at=due,
            text=note,
            language=say.language,
            account_id=account.id if account else None,
            facts={},
        )
    moved = (Line(text=say("set_reminder.quiet", wanted=wanted.astimezone(zone))),) if due != wanted else ()
    about = (Line(text=say("set_reminder.about", note=note)),) if not talk else ()
    headline = say("set_reminder.done", moment=due.astimezone(zone))
    return _done(headline, (*about, *moved, *wrong_zone(access, say)), reminder, account, say)


def _set_series(
    question: Question, access: AccessContext, repeat: Repeat, account: AccountRef | None, say: Phrases
) -> Reply:
    unit_of_work, time, note = unit_of_work_for(question, access), business_days(access), question.word("note") or ""
    reminder = set_series(
        unit_of_work, repeat, time, text=note, language=say.language, account_id=account.id if account else None
    )
    first = repeat.next_after(unit_of_work.now, time)
    lines = [Line(text=say("set_reminder.about", note=note))]
    lines.append(Line(text=say("set_reminder.first", moment=first.astimezone(time.zone))))
    if awake(first, access) != first:
        lines.append(Line(text=say("set_reminder.quiet_each", time=repeat.at.isoformat("minutes"))))
    headline = say("set_reminder.done_repeat", repeat=tell_repeat(repeat, say))
    return _done(headline, (*lines, *wrong_zone(access, say)), reminder, account, say)


def _done(headline: str, lines: tuple[Line, ...], reminder: int, account: AccountRef | None, say: Phrases) -> Reply:
    return Reply(
        intent=SetReminder.intent,
        language=say.language,
        headline=headline,
        account=account,
        sections=(Section(key="reminder", lines=lines),) if lines else (),
        choices=(
            Choice(label=say("set_reminder.choice_list"), intent=SetReminder.intent, slots={"step": "list"}),
            _button("cancel", reminder, say),
        ),
    )


def _before_meeting(question: Question, access: AccessContext, account: AccountRef, say: Phrases) -> tuple[Option, ...]:
    """The choice to be told before the next meeting, where one is known."""
    meeting, time = load_next_meeting(access, account.id, now=question.now), business_days(access)
    if meeting is None:
        return ()
    at = meeting.at or dt.datetime.combine(meeting.day, time.opens, tzinfo=time.zone)
    minutes = access.rules.reminders.before_meeting_minutes if meeting.at else 0
    due = remind_before(at, now=question.now, time=time, minutes=minutes)
    if due is None:
        return ()
    label = say("meetings.choice_before", moment=due.astimezone(time.zone))
    return ((label, {"remind_at": due.isoformat()}),)


def _list(access: AccessContext, say: Phrases) -> Reply:
    waiting = find_reminders(access)
    rows = tuple((_when(card, access, say), _name(card, access, say)) for card in waiting)
    columns = (say("set_reminder.column_when"), say("set_reminder.column_what"))
    return Reply(
        intent=SetReminder.intent,
        language=say.language,
        headline=say("set_reminder.list", count=len(waiting)) if waiting else say("set_reminder.list_empty"),
        tables=(Table(key="reminders", columns=columns, rows=rows),) if rows else (),
        choices=tuple(
            Choice(
                label=say("set_reminder.drop_one", what=_name(card, access, say))[:75],
                intent=SetReminder.intent,
                slots=_dropping(card),
            )
            for card in waiting[:_MOST_BUTTONS]
        ),
    )


def _dropping(card: NoticeCard) -> dict[str, str | int]:
    return {"step": "cancel", "reminder_id": card.id}


def _when(card: NoticeCard, access: AccessContext, say: Phrases) -> str:
    """When it is told next, and how often."""
    next_time = say("set_reminder.at", moment=card.due_at.astimezone(zone_of(access)))
    if "repeat" not in card.facts:
        return next_time
    repeat = tell_repeat(Repeat.read(str(card.facts["repeat"])), say)
    return say("set_reminder.at_repeat", next_time=next_time, repeat=repeat)


def _name(card: NoticeCard, access: AccessContext, say: Phrases) -> str:
    """What a reminder is about, in a line."""
    if card.account_id and not card.text:
        return say("set_reminder.of_checklist", account=load_account(access, card.account_id).name)
    return card.text or say("set_reminder.plain_note")


def _cancel(question: Question, access: AccessContext, say: Phrases) -> Reply:
    found = find_reminders(access)
    named = find_told_reminders(access, most=_LOOK_BACK) if question.number("reminder_id") else []
    card = _which(question, access, [*found, *named], say)
    if card is None or drop_reminder(unit_of_work_for(question, access), card.id) is None:
        return Reply(intent=SetReminder.intent, language=say.language, headline=say("set_reminder.list_empty"))
    if "series" in card.facts:
        headline = say("set_reminder.dropped_series", what=_name(card, access, say))
    else:
        moment = card.due_at.astimezone(zone_of(access))
        headline = say("set_reminder.dropped", moment=moment, what=_name(card, access, say))
    return Reply(intent=SetReminder.intent, language=say.language, headline=headline)


def _snooze(question: Question, access: AccessContext, say: Phrases) -> Reply:
    card = _which(question, access, [*find_told_reminders(access, most=1), *find_reminders(access)], say)
    if card is None:
        return Reply(intent=SetReminder.intent, language=say.language, headline=say("set_reminder.list_empty"))
    asked = Question(**{**question.__dict__, "slots": {**question.slots, "reminder_id": card.id}})
    if by := _SNOOZES.get(question.word("by") or ""):
        wanted = question.now + by
    elif question.word("moves"):
        wanted = read_moved(asked, access, say, card.due_at, account=None)
    else:
        wanted = read_moment(asked, access, say, headline=say("set_reminder.which_moment"), account=None)
    due = awake(wanted, access)
    put_off(unit_of_work_for(question, access), card.id, due_at=due)
    headline = say("set_reminder.snoozed", moment=due.astimezone(zone_of(access)), what=_name(card, access, say))
    return Reply(
        intent=SetReminder.intent,
        language=say.language,
        headline=headline,
        account=ref(load_account(access, card.account_id)) if card.account_id else None,
        choices=(_button("cancel", card.id, say),),
    )


def _which(question: Question, access: AccessContext, cards: list[NoticeCard], say: Phrases) -> NoticeCard | None:
    """The reminder meant: the one named, the only one (about this customer), else the choice of them."""
    named = [card for card in cards if card.id == question.number("reminder_id")]
    if named or not cards:
        return named[0] if named else None
    about = cards
    if question.account_id and question.word("mention_said"):
        about = [card for card in cards if card.account_id == question.account_id]
    if not about:
        return None
    if len(about) == 1:
        return about[0]
    options: list[Option] = [
        (f"{_when(card, access, say)} {_name(card, access, say)}", {"reminder_id": card.id}) for card in about[:4]
    ]
    raise ask_for(question, SetReminder.intent, "reminder_id", say("set_reminder.which"), say=say, options=options)


def _button(step: str, reminder: int, say: Phrases) -> Choice:
    return Choice(
        label=say(f"set_reminder.choice_{step}"),
        intent=SetReminder.intent,
        slots={"step": "cancel", "reminder_id": reminder},
    )


def snooze_choices(card: NoticeCard, say: Phrases) -> tuple[Choice, ...]:
    """Buttons on a reminder that was told: again in an hour, tomorrow, in a week; a series can be ended."""
    slots: dict[str, str | int] = {"step": "snooze", "reminder_id": card.id}
    again = tuple(
        Choice(label=say(f"set_reminder.snooze_{by}"), intent=SetReminder.intent, slots={**slots, "by": by})
        for by in _SNOOZES
    )
    return (*again, _button("end", card.id, say)) if "repeat" in card.facts else again
