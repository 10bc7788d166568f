"""Says with an answer which of its facts come from a source that was last read long ago."""

from __future__ import annotations

import datetime as dt

from actions.presenters.freshness import tell_moment, tell_tables
from actions.reply import Line, Reply, Section, Tone
from knowledge.kernel.access import AccessContext
from knowledge.kernel.zones import zone_or
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.loading import load_catalogue
from knowledge.sync.freshness import Stale, find_stale
from knowledge.sync.state import load_states
from knowledge.terms import Verdict

_ALL = "*"


def tell_freshness(reply: Reply, access: AccessContext, say: Phrases, *, now: dt.datetime) -> Reply:
    """The reply, with a line for each stale source that it rests on; as it was where there is none."""
    stale = find_stale(load_states(access.connection), access.rules.sync, now=now)
    resting = [each for each in stale if _rests_on(reply, each)] if stale else []
    if not resting:
        return reply
    zone = zone_or(access.viewer.timezone, access.rules.firm.timezone)
    told = [
        say(
            "freshness.as_of",
            tables=tell_tables(each.tables, load_catalogue(), say),
            since=tell_moment(each.synced_at.astimezone(zone), now.astimezone(zone), say),
            source=each.source,
        )
        for each in resting
    ]
    if reply.verdict is Verdict.NOW:
        told.append(say("freshness.gate_open", sources=say.join([each.source for each in resting])))
    lines = tuple(Line(text=text, brief=text, tone=Tone.CAUTION) for text in told)
    section = Section(key="freshness", title=say("freshness.title"), lines=lines)
    return reply.model_copy(update={"sections": (*reply.sections, section)})


def _rests_on(reply: Reply, stale: Stale) -> bool:
    tables = _tables_of(reply)
    return _ALL in tables or not tables.isdisjoint(stale.tables)


def _tables_of(reply: Reply) -> set[str]:
    """What the figures were counted from. A verdict, and what is told of customers as a whole, rests on everything."""
    catalogue = load_catalogue()
    own = {thing.table for thing in catalogue.things.values()} - {"", "accounts"}
    found = {_ALL} if reply.verdict else set()
    for lineage in (figure.lineage for figure in reply.figures if figure.lineage):
        table = catalogue.thing(str(lineage.query["thing"])).table if lineage.query else lineage.table
        found.add(next((each for each in own if table == each or table.startswith(f"{each}_")), _ALL))
    return found
