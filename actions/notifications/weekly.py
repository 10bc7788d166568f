"""The week's digest: the targets that sales and CS share, what turned, and for operations which rules go unheeded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from actions.list_churn_risks.digest import find_turns, tell_late
from actions.mending import find_to_mend, tell_bad_zone, tell_mending, tell_to_mend
from actions.notifications.notification import Notification
from actions.reply import Line, Reply, Section, Tone
from actions.show_metrics.shared_targets import INTENT, tell_targets
from knowledge.churn.queries.alert_record import load_signal_records
from knowledge.churn.signals import SIGNALS
from knowledge.errors import OsusumeError
from knowledge.kernel.access import AccessContext
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.visibility import OPERATOR
from knowledge.kernel.zones import zone_or
from knowledge.nightly.health_snapshot import ChangeKind
from knowledge.nightly.queries.snapshots import is_kept, last_kept_day
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Role

_WEEK = dt.timedelta(days=7)
_RECORD_DAYS = 90


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    """The week's digest of whoever reads it; None once its week is over, or where operations have nothing to see to."""
    access = unit_of_work.access
    zone = zone_or(access.viewer.timezone, access.rules.firm.timezone)
    day, due = dt.date.fromisoformat(str(card.facts["day"])), dt.datetime.fromisoformat(str(card.facts["due"]))
    if unit_of_work.now.astimezone(zone).date().isocalendar()[:2] != day.isocalendar()[:2]:
        return None
    reply = tell_weekly(access, say, bad_zone=card.facts.get("bad_zone"))
    if reply is None:
        return None
    late = tell_late(due, unit_of_work.now, zone, access.rules, say)
    return reply.model_copy(update={"sections": (*late, *reply.sections)})


def tell_weekly(access: AccessContext, say: Phrases, *, bad_zone: str | None = None) -> Reply | None:
    """What one person reads of the week; a part that cannot be told is one line on what to mend, and the rest stays."""
    zone = [tell_bad_zone(access.viewer.name, bad_zone, access.rules, say)] if bad_zone else []
    mend = [*zone, *find_to_mend(access, say)]
    if access.viewer.role is Role.OPS:
        return _for_operations(access, mend, say)
    try:
        reply = tell_targets(access, say)
    except OsusumeError as error:
        told = tell_mending(error, say)
        mend += [told] if told not in mend else []
        reply = Reply(intent=INTENT, language=say.language, headline=say("weekly.without_targets"))
    sections = (*reply.sections, *_turns(access, say), *tell_to_mend(mend, say))
    return reply.model_copy(update={"headline": say("weekly.headline", rest=reply.headline), "sections": sections})


def tell_rule_records(access: AccessContext, say: Phrases) -> tuple[str, list[Line]]:
    """How many rules go unheeded, in words, with one line each; an empty text where none does."""
    records = load_signal_records(replace(access, viewer=OPERATOR), days=_RECORD_DAYS)
    unheeded = [record for record in records if record.is_to_demote(access.rules.digest)]
    lines = []
    for record in unheeded:
        facts = {"name": say(SIGNALS[record.signal].name), "signal": record.signal}
        counts = {"acted": record.acted, "alerts": record.alerts, "days": access.rules.digest.acted_days}
        lines.append(Line(text=say("weekly.unheeded", **facts, **counts), tone=Tone.CAUTION))
    return (say("weekly.rules", count=len(unheeded)) if unheeded else ""), lines


def _for_operations(access: AccessContext, mend: list[Line], say: Phrases) -> Reply | None:
    headline, lines = tell_rule_records(access, say)
    if not lines and not mend:
        return None
    rules = [Section(key="rules", title=say("weekly.rules_title"), lines=tuple(lines))] if lines else []
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=headline or say("weekly.to_mend", count=len(mend)),
        sections=(*rules, *tell_to_mend(mend, say)),
    )


def _turns(access: AccessContext, say: Phrases) -> list[Section]:
    """What turned in the week, counted, of the customers this reader sees; left out until a week was kept."""
    since = last_kept_day(access.connection, before=access.as_of - _WEEK + dt.timedelta(days=1))
    if since is None or not is_kept(access.connection, access.as_of):
        return []
    kinds = Counter(change.kind for change in find_turns(access, since))
    parts = [say(f"risks.count_{kind}", count=kinds[kind]) for kind in ChangeKind if kinds[kind]]
    text = say("weekly.turns", since=since, parts=say.join(parts)) if parts else say("weekly.no_turns", since=since)
    return [Section(key="turns", title=say("weekly.turns_title"), lines=(Line(text=text),))]


NOTIFICATION = Notification(NoticeKind.WEEKLY, _tell, at_chosen_hour=True)
