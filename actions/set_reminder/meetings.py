"""The next meeting with a customer: told of, moved, called off; the checklist's open items are told before it."""

from __future__ import annotations

import datetime as dt

from actions.changes import next_choice, undo_choice, unit_of_work_for
from actions.presenters.checklist import choose_talk
from actions.question import Question
from actions.reply import AccountRef, Choice, Line, Reply, Section
from actions.set_reminder.moments import awake, read_moment, read_moved, zone_of
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.meetings import drop_meeting, remind_before, set_meeting
from knowledge.notifications.commands.reminders import remind_of_checklist
from knowledge.notifications.queries.meetings import NextMeeting, load_next_meeting
from knowledge.offers.advice import advise
from knowledge.playbook.phrases import Phrases

_INTENT = "set_reminder"


def tell_of_meeting(
    question: Question, access: AccessContext, account: AccountRef, time: BusinessTime, say: Phrases
) -> Reply:
    """Keep the meeting, and say when its checklist will be brought up."""
    headline = say("meetings.when", account=account.name)
    before = load_next_meeting(access, account.id, now=question.now) if question.word("moves") else None
    at = (
        read_moved(question, access, say, before.at, account=account)
        if before and before.at
        else read_moment(question, access, say, headline=headline, account=account)
    )
    unit_of_work = unit_of_work_for(question, access)
    kept = set_meeting(unit_of_work, account.id, at, subject=question.word("note"))
    due = _remind(unit_of_work, account, at, kept.id, time, say)
    zone = zone_of(access)
    lines = [Line(text=say("meetings.reminds", moment=due.astimezone(zone)) if due else say("meetings.too_near"))]
    if kept.moved:
        lines.append(Line(text=say("meetings.moved")))
    return Reply(
        intent=_INTENT,
        language=say.language,
        headline=say("meetings.noted", account=account.name, moment=at.astimezone(zone)),
        account=account,
        sections=(Section(key="meeting", lines=tuple(lines)),),
        choices=(
            next_choice("show_checklist", account, say),
            next_choice("brief_account", account, say),
            undo_choice(kept.change, say),
        ),
    )


def call_off(question: Question, access: AccessContext, account: AccountRef, say: Phrases) -> Reply:
    """The meeting is off, and its reminder with it."""
    change = drop_meeting(unit_of_work_for(question, access), account.id)
    headline = say("meetings.called_off" if change else "meetings.unknown", account=account.name)
    choices = (undo_choice(change, say),) if change else (meeting_choice(account, say),)
    return Reply(intent=_INTENT, language=say.language, headline=headline, account=account, choices=choices)


def tell_next(meeting: NextMeeting, access: AccessContext, say: Phrases) -> str:
    """The next meeting in a clause: with its time where that is known."""
    if meeting.at:
        return say("meetings.next_at", moment=meeting.at.astimezone(zone_of(access)))
    return say("meetings.next_on", day=meeting.day)


def meeting_choice(account: AccountRef, say: Phrases) -> Choice:
    """The button that asks for the date of the next meeting."""
    slots: dict[str, str | int] = {"account_id": account.id, "account": account.name, "step": "meeting"}
    return Choice(label=say("meetings.choice_set"), intent=_INTENT, slots=slots)


def _remind(
    unit_of_work: AuditedUnitOfWork,
    account: AccountRef,
    at: dt.datetime,
    meeting_id: int,
    time: BusinessTime,
    say: Phrases,
) -> dt.datetime | None:
    """Note the reminder of what is open on the list; None where the meeting is too near for one."""
    rules = unit_of_work.access.rules.reminders
    wanted = remind_before(at, now=unit_of_work.now, time=time, minutes=rules.before_meeting_minutes)
    due = awake(wanted, unit_of_work.access) if wanted else None
    if due is None or due >= at:
        return None
    case = load_account_360(unit_of_work.access, account.id)
    talk = choose_talk(case, advise(case, unit_of_work.access.rules))
    facts = {"meeting_id": meeting_id, "meeting_at": at.isoformat()}
    day = due.astimezone(time.zone).date()
    remind_of_checklist(
        unit_of_work, due_at=due, day=day, language=say.language, account_id=account.id, talk=talk, facts=facts
    )
    return due
