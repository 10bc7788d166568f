"""A request about somebody's personal data, to operations."""

from __future__ import annotations

from actions.notifications.notification import Notification
from actions.reply import Reply
from actions.request_erasure.answer import tell_request
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, _: AuditedUnitOfWork, say: Phrases) -> Reply:
    """What was asked, in the words it was asked in."""
    return tell_request(card, say)


NOTIFICATION = Notification(NoticeKind.PRIVACY_REQUEST, _tell)
