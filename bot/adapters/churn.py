"""What the terminal does with churn: the nightly look, the digest tried out, the backtest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from actions.notifications.digest import tell_day
from actions.reply import Reply
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.errors import OsusumeError, TimeZoneUnknown
from knowledge.knowledge import Knowledge
from knowledge.nightly.refresh import build_nightly_snapshot, store_nightly_snapshot
from knowledge.notifications.commands.digest_schedule import find_digests_due
from knowledge.notifications.commands.enqueue_notifications import known_language
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Role


@dataclass(frozen=True)
class TriedDigest:
    """One manager's digest as it would be told; ``trouble``: what to mend about it, in one line."""

    person: str
    reply: Reply | None
    trouble: str | None = None


def refresh_store(store: str | None, as_of: dt.date | None) -> tuple[dt.date, int]:
    """Keep where every customer stands on a day, in place of what was kept for it; the day, and how many."""
    knowledge = open_filled(store)
    day = as_of or firm_clock(knowledge).today()
    with knowledge.access(OPERATOR_KEY, as_of=day) as access:
        night = build_nightly_snapshot(access)
    with knowledge.access(OPERATOR_KEY, as_of=day) as access:
        return day, store_nightly_snapshot(access, night)


def try_digests(store: str | None, as_of: dt.date | None, *, language: str | None) -> Iterator[TriedDigest]:
    """Each manager's digest of a day; nothing is kept or sent. One that fails does not keep the others."""
    knowledge = open_filled(store)
    day = as_of or firm_clock(knowledge).today()
    with knowledge.engine.connect() as connection:
        people = load_colleagues(connection, on=day)
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    bad_zones = {due.person.key: due.bad_zone for due in find_digests_due(people, knowledge.rules, now=noon)}
    for person in people.values():
        if person.role == Role.MANAGER and not person.has_left and person.key in bad_zones:
            said = language or known_language(person.language, knowledge.rules)
            yield _try_one(knowledge, person.key, person.name, day, said, bad_zones[person.key])


def _try_one(
    knowledge: Knowledge, key: str, name: str, day: dt.date, language: str, bad_zone: str | None
) -> TriedDigest:
    trouble = str(TimeZoneUnknown(name, bad_zone, knowledge.rules.firm.timezone)) if bad_zone else None
    try:
        with knowledge.access(key, as_of=day) as access:
            reply = tell_day(access, Phrases(language))
    except OsusumeError as error:
        return TriedDigest(name, None, str(error))
    return TriedDigest(name, reply, trouble)
