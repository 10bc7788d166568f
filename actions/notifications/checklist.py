"""What is still open on a customer's checklist."""

from __future__ import annotations

import datetime as dt

from actions.changes import next_choice
from actions.notifications.notification import Notification, account_of
from actions.presenters.checklist import choose_talk
from actions.reply import Line, Reply, Section
from actions.set_reminder.answer import snooze_choices
from actions.set_reminder.meetings import tell_next
from actions.show_checklist.answer import list_items
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.notifications.commands.reminders import was_told_today
from knowledge.notifications.queries.meetings import load_meeting, load_next_meeting
from knowledge.offers.advice import advise
from knowledge.playbook.checklists import Talk
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """What is still open on the list, once a day at most.

    Nothing when all is seen to, the account is out of sight, or the meeting it was for is off or over.
    """
    access = unit_of_work.access
    account = account_of(card, access)
    if account is None or not _is_still_ahead(card, unit_of_work) or was_told_today(unit_of_work, card):
        return None
    case = load_account_360(access, account.id)
    advice = advise(case, access.rules)
    named = str(card.facts.get("talk"))
    talk = Talk(named) if named in set(Talk) else choose_talk(case, advice)
    items = list_items(case, advice, access, say, talk=talk)
    left = tuple(item for item in items if not item.done)
    if not left:
        return None
    meeting = load_next_meeting(access, account.id, now=unit_of_work.now)
    told = "meetings.checklist" if {"meeting_id", "meeting_on"} & card.facts.keys() else "notices.checklist"
    lines = (Line(text=tell_next(meeting, access, say)),) if meeting else ()
    return Reply(
        intent="show_checklist",
        language=say.language,
        headline=say(told, account=account.name, left=len(left), all=len(items)),
        account=account,
        sections=(Section(key="meeting", lines=lines),) if lines else (),
        checklist=left,
        choices=(next_choice("show_checklist", account, say), *snooze_choices(card, say)),
    )


def _is_still_ahead(card: NoticeCard, unit_of_work: AuditedUnitOfWork) -> bool:
    """Whether the meeting that this is for is still to come; so is what is for none."""
    if "meeting_on" in card.facts:
        return unit_of_work.access.as_of <= dt.date.fromisoformat(str(card.facts["meeting_on"]))
    if "meeting_id" not in card.facts:
        return True
    meeting = load_meeting(unit_of_work.access, int(card.facts["meeting_id"]))
    return meeting is not None and meeting.at is not None and meeting.at > unit_of_work.now


NOTIFICATION = Notification(NoticeKind.CHECKLIST, _tell)
