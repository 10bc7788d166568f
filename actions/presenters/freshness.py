"""How old data is, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from knowledge.playbook.phrases import Phrases
from knowledge.semantic.catalogue import Catalogue
from knowledge.sync.freshness import Failing


def tell_moment(moment: dt.datetime, now: dt.datetime, say: Phrases) -> str:
    """ "yesterday 18:00"; both in the reader's zone."""
    days, time = (now.date() - moment.date()).days, f"{moment:%H:%M}"
    if days == 0:
        return say("freshness.today", time=time)
    if days == 1:
        return say("freshness.yesterday", time=time)
    return say("freshness.moment", moment=moment)


def tell_tables(tables: Sequence[str], catalogue: Catalogue, say: Phrases) -> str:
    """ "Tickets and deals": what the rows of these tables are called."""
    names: dict[str, None] = {}
    for table in tables:
        thing = next((each for each in catalogue.things.values() if each.table == table), None)
        told = thing.told[say.language] if thing else {}
        names[told.get("many") or told.get("one") or say("freshness.other_rows")] = None
    joined = say.join(list(names))
    return joined[:1].upper() + joined[1:]


def tell_failing(failing: Failing, since: dt.datetime, say: Phrases) -> str:
    """A source, or a table of one, that cannot be synced; ``since`` in the reader's zone."""
    source = f"{failing.source}/{failing.table}" if failing.table else failing.source
    return say("freshness.fails", source=source, since=since, why=failing.why)
