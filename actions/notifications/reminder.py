"""A note that somebody asked to be reminded of."""

from __future__ import annotations

from actions.changes import next_choice
from actions.notifications.notification import Notification, account_of
from actions.reply import Reply
from actions.set_reminder.answer import snooze_choices
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    access = unit_of_work.access
    account = account_of(card, access)
    following = (next_choice("recommend_offer", account, say),) if account else ()
    return Reply(
        intent="set_reminder",
        language=say.language,
        headline=say("notices.reminder", note=card.text or say("set_reminder.plain_note")),
        account=account,
        choices=(*following, *snooze_choices(card, say)),
    )


NOTIFICATION = Notification(NoticeKind.REMINDER, _tell)
