"""The digest of the day, on the day it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from actions.list_churn_risks.digest import Span, tell_digest, tell_late
from actions.mending import find_to_mend, tell_bad_zone, tell_to_mend
from actions.notifications.notification import Notification
from actions.reply import Line, Reply
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.zones import zone_or
from knowledge.notifications.commands.digest_schedule import digest_since
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """The digest of the day it was due; one that comes late says so. None once the day is over for its reader."""
    access = unit_of_work.access
    zone = zone_or(access.viewer.timezone, access.rules.firm.timezone)
    day, due = dt.date.fromisoformat(str(card.facts["day"])), dt.datetime.fromisoformat(str(card.facts["due"]))
    if unit_of_work.now.astimezone(zone).date() > day:
        return None
    access = replace(access, as_of=day)
    bad_zone = card.facts.get("bad_zone")
    zone_told = [tell_bad_zone(access.viewer.name, str(bad_zone), access.rules, say)] if bad_zone else []
    reply = tell_day(access, say, mend=zone_told)
    late = tell_late(due, unit_of_work.now, zone, access.rules, say)
    return reply.model_copy(update={"sections": (*late, *reply.sections)})


def tell_day(access: AccessContext, say: Phrases, *, mend: Sequence[Line] = ()) -> Reply:
    """The digest of the day asked about, with what its reader should mend."""
    reply = tell_digest(access, Span(digest_since(access, access.viewer)), say)
    to_mend = tell_to_mend([*mend, *find_to_mend(access, say)], say)
    return reply.model_copy(update={"sections": (*reply.sections, *to_mend)})


NOTIFICATION = Notification(NoticeKind.DIGEST, _tell, at_chosen_hour=True)
