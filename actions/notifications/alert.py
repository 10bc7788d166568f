"""One customer who turned, told to whom they concern."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.list_churn_risks.digest import INTENT
from actions.notifications.notification import Notification
from actions.presenters.risks import tell_change
from actions.reply import AccountRef, Reply
from knowledge.accounts.queries.heads import load_heads
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.nightly.health_snapshot import find_changes
from knowledge.nightly.queries.snapshots import load_pair
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """One customer who turned, with reasons and what to do; None when they are out of sight meanwhile."""
    access = unit_of_work.access
    account_id, facts = card.account_id or 0, card.facts
    day, since = (dt.date.fromisoformat(str(facts[name])) for name in ("day", "since"))
    pair = load_pair(replace(access, as_of=day), account_id, since)
    changes = find_changes([pair], access.rules.churn) if pair else []
    heads = load_heads(access, [account_id])
    if not changes or account_id not in heads:
        return None
    told = tell_change(changes[0], heads[account_id], load_catalogue(access).products, access.rules, say)
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=told.title,
        account=AccountRef(id=account_id, name=heads[account_id].name),
        sections=(told.model_copy(update={"title": "", "choices": ()}),),
        choices=told.choices,
    )


NOTIFICATION = Notification(NoticeKind.ALERT, _tell)
