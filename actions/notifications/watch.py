"""A look-up that somebody asked to be told of again and again; quiet while nothing is found."""

from __future__ import annotations

from actions.notifications.notification import Notification
from actions.reply import Reply
from actions.watch.answer import tell_watched
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """What is found today; None where there is nothing."""
    return tell_watched(card, unit_of_work.access, say)


NOTIFICATION = Notification(NoticeKind.WATCH, _tell, looks_again=True)
