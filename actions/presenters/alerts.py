"""The digest that is due, and one customer's turning point, told to whom they concern."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.presenters.digest import INTENT, Span, tell_digest, tell_late
from actions.presenters.mending import find_to_mend, tell_bad_zone, tell_to_mend
from actions.presenters.risks import tell_change
from actions.reply import AccountRef, Reply
from knowledge.accounts.queries.heads import load_heads
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.zones import zone_or
from knowledge.nightly.health_snapshot import find_changes
from knowledge.nightly.queries.snapshots import load_pair
from knowledge.notifications.commands.digest_schedule import digest_since
from knowledge.notifications.commands.notifications import NoticeCard
from knowledge.playbook.phrases import Phrases


def tell_due_digest(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """The digest of the day it was due; one that comes late says so. None once the day is over for its reader."""
    access = unit_of_work.access
    zone = zone_or(access.viewer.timezone, access.rules.firm.timezone)
    day, due = dt.date.fromisoformat(str(card.facts["day"])), dt.datetime.fromisoformat(str(card.facts["due"]))
    if unit_of_work.now.astimezone(zone).date() > day:
        return None
    access = replace(access, as_of=day)
    reply = tell_digest(access, Span(digest_since(access, access.viewer)), say)
    bad_zone = card.facts.get("bad_zone")
    zone_told = [tell_bad_zone(access.viewer.name, str(bad_zone), access.rules, say)] if bad_zone else []
    mend = [*zone_told, *find_to_mend(access, say)]
    late = tell_late(due, unit_of_work.now, zone, access.rules, say)
    return reply.model_copy(update={"sections": (*late, *reply.sections, *tell_to_mend(mend, say))})


def tell_alert(card: NoticeCard, access: AccessContext, say: Phrases) -> Reply | None:
    """One customer who turned, with reasons and what to do; None when they are out of sight meanwhile."""
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
