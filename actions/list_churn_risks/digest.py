"""What changed between two days, as one answer: the daily digest, and the same on demand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.list_churn_risks.lost_means import tell_lost_means
from actions.list_churn_risks.risk_chart import risk_chart
from actions.presenters.risks import (
    count_of,
    lines_of,
    money_figures,
    numbered,
    rest_table,
    tell_change,
    tell_rest,
)
from actions.reply import Choice, Line, Reply, Section, Table, Tone
from actions.segments_asked import Scope
from knowledge.accounts.history import AccountHead
from knowledge.accounts.queries.heads import load_heads
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.churn.commands.alerts import load_snoozed
from knowledge.churn.score import ChurnBand
from knowledge.kernel.access import AccessContext
from knowledge.nightly.health_snapshot import Change, ChangeKind, Standing, find_changes
from knowledge.nightly.queries.snapshots import load_pairs, load_risks
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules

INTENT = "list_churn_risks"
Heads = Mapping[int, AccountHead]
# A snooze keeps a customer out of what asks to act, never a loss.
_SNOOZABLE = {ChangeKind.NEW, ChangeKind.WORSE, ChangeKind.BETTER}


@dataclass(frozen=True)
class Span:
    """From which day on changes count; ``due`` is told where the digest comes late."""

    since: dt.date
    due: dt.datetime | None = None


def tell_digest(access: AccessContext, span: Span, say: Phrases, *, scope: Scope | None = None) -> Reply:
    """The digest of the viewer's customers. A quiet day is one line."""
    scope = scope or Scope()
    among = scope.find(access)
    changes = [change for change in find_turns(access, span.since) if _is_in(change.now, among)]
    risks = [standing for standing in load_risks(access) if _is_in(standing, among)]
    names = scope.names(say)
    heads = load_heads(access, [change.now.account_id for change in changes])
    sections = [*_late(span.due, say), *_sections(access, changes, heads, say)]
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=_headline(changes, risks, span.since, names, say),
        sections=tuple(sections),
        tables=tuple(_rest(access, changes, heads, say)),
        charts=(chart,) if changes and (chart := risk_chart(access, say)) else (),
        figures=money_figures(risks, access.rules, say, as_of=access.as_of, scoped=among is not None),
        listed=lines_of([change.now for change in changes], heads),
        choices=(Choice(label=say("risks.choice_list"), intent=INTENT, slots={}),),
    )


def tell_late(due: dt.datetime, now: dt.datetime, zone: dt.tzinfo, rules: Rules, say: Phrases) -> list[Section]:
    """The line that says when this was due, where it comes later than the firm allows."""
    is_late = now - due > dt.timedelta(minutes=rules.digest.late_minutes)
    return _late(due.astimezone(zone) if is_late else None, say)


def _late(due: dt.datetime | None, say: Phrases) -> list[Section]:
    line = Line(text=say("risks.late", due=due), tone=Tone.CAUTION)
    return [Section(key="late", lines=(line,))] if due else []


def find_turns(access: AccessContext, since: dt.date) -> list[Change]:
    """What turned since a day, without those that the viewer put off."""
    snoozed = load_snoozed(access)
    changes = find_changes(load_pairs(access, since), access.rules.churn)
    return [c for c in changes if c.kind not in _SNOOZABLE or c.now.account_id not in snoozed]


def _headline(changes: Sequence[Change], risks: Sequence[Standing], since: dt.date, scope: str, say: Phrases) -> str:
    if not changes:
        counts = {"at_risk": count_of(risks, ChurnBand.AT_RISK), "watch": count_of(risks, ChurnBand.WATCH)}
        return say("risks.digest_quiet", since=since, scope=scope, **counts)
    kinds = Counter(change.kind for change in changes)
    parts = [say(f"risks.count_{kind}", count=kinds[kind]) for kind in ChangeKind if kinds[kind]]
    return say("risks.digest", since=since, scope=scope, parts=say.join(parts))


def _rest(access: AccessContext, changes: Sequence[Change], heads: Heads, say: Phrases) -> list[Table]:
    return rest_table([change.now for change in changes[access.rules.digest.most_lines :]], heads, access.rules, say)


def _sections(access: AccessContext, changes: Sequence[Change], heads: Heads, say: Phrases) -> list[Section]:
    """A quiet day has none."""
    if not changes:
        return []
    most = access.rules.digest.most_lines
    products = load_catalogue(access).products
    told = [tell_change(change, heads[change.now.account_id], products, access.rules, say) for change in changes[:most]]
    rest = tell_rest([change.now for change in changes[most:]], heads, say)
    return [*numbered(told, say), *rest, tell_lost_means(access, say, listed=len(changes))]


def _is_in(standing: Standing, among: set[int] | None) -> bool:
    return among is None or standing.account_id in among
