"""Last month's unanswered needs and losses, for product."""

from __future__ import annotations

from actions.notifications.notification import Notification
from actions.product_feedback.answer import read_month, tell_feedback
from actions.reply import Reply
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """Last month for product; nothing where nothing was heard."""
    access = unit_of_work.access
    reply = tell_feedback(access, read_month(str(card.facts["month"]), access.as_of), say)
    if not reply.tables:
        return None
    return reply.model_copy(update={"headline": say("product_feedback.monthly", told=reply.headline)})


NOTIFICATION = Notification(NoticeKind.FEEDBACK, _tell)
