"""What a kind of notification declares of itself, once; ``registry`` finds it, a walk over all kinds holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from actions.changes import ref
from actions.reply import AccountRef, Reply
from knowledge.accounts.queries.accounts import load_account
from knowledge.errors import AccountUnknown
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases

# The notice in the reader's language; None when there is nothing to tell any more.
Tell = Callable[[NoticeCard, AuditedUnitOfWork, Phrases], Reply | None]


@dataclass(frozen=True)
class Notification:
    """One kind: how it is told, and when.

    at_chosen_hour: whoever chose an hour gets it then, also in quiet hours.
    looks_again: nothing to tell this time is no end; it comes again at its next time.
    """

    kind: NoticeKind
    tell: Tell
    at_chosen_hour: bool = False
    looks_again: bool = False


def account_of(card: NoticeCard, access: AccessContext) -> AccountRef | None:
    """The customer it is about; None where it is about none, or one that the reader may not see."""
    try:
        return ref(load_account(access, card.account_id)) if card.account_id else None
    except AccountUnknown:
        return None
