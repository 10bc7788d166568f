"""All kinds of notifications, found by their names: the module ``actions/notifications/<kind>.py``."""

from __future__ import annotations

import importlib
from functools import cache

from actions.notifications.notification import Notification
from actions.reply import Reply
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases


@cache
def notification_of(kind: NoticeKind) -> Notification:
    """What a kind declares. Its module is read when it is first told: some need figures of everybody, which are heavy.

    ModuleNotFoundError where nobody tells this kind.
    """
    found: Notification = importlib.import_module(f"actions.notifications.{kind}").NOTIFICATION
    return found


def tell_notice(card: NoticeCard, unit_of_work: AuditedUnitOfWork) -> Reply | None:
    """The notice in the reader's language; None when there is nothing to tell any more."""
    say = Phrases(unit_of_work.access.viewer.own.language or card.language)
    return notification_of(card.kind).tell(card, unit_of_work, say)
