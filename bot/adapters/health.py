"""What `osusume doctor` asks of the store: whether what is due gets told."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from actions.presenters.four_questions import name_kept, name_unrecorded, name_what_adds_most
from actions.presenters.freshness import tell_failing
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import opened
from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.errors import OsusumeError
from knowledge.kernel.exchange_rates import rates_of
from knowledge.kernel.visibility import OPERATOR
from knowledge.metrics.queries.currencies import find_only_currency, list_unrated
from knowledge.notifications.commands.digest_schedule import find_digests_due
from knowledge.notifications.queries.schedule import LATE, load_telling
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.people.settings import load_own_settings
from knowledge.playbook.phrases import Phrases
from knowledge.sync.declared import find_sources
from knowledge.sync.freshness import find_failing, find_stale
from knowledge.sync.state import load_states

_DAYS_AHEAD = 10  # longer than any row of holidays


def say_doctor(language: str) -> Phrases:
    """The sentences of the doctor."""
    return Phrases(language)


def tell_error(error: OsusumeError, language: str) -> str:
    """An error that a person can mend, in their language; its own English line says more where it can be read."""
    return str(error) if language == "en" else Phrases(language)(f"errors.{error.code}", **error.facts)


def examine_records(store: str | None, language: str) -> str:
    """What kind of firm this is by what it records, and what would add most."""
    say = Phrases(language)
    with (
        opened(store) as knowledge,
        knowledge.access(OPERATOR.key, as_of=firm_clock(knowledge).today()) as access,
    ):
        records = load_records(access)
    if not records.kept:
        return say("doctor.records_none")
    return say(
        "doctor.records",
        kind=say(f"doctor.kind_{records.kind}"),
        kept=name_kept(records, say),
        missing=say.join(name_unrecorded(records, say)),
        add=name_what_adds_most(records, say),
    )


def examine_currency(store: str | None, language: str) -> tuple[bool, str]:
    """Whether all amounts can be told in the firm's currency, and what to write where they cannot."""
    say = Phrases(language)
    with opened(store) as knowledge, knowledge.engine.connect() as connection:
        reporting, today = knowledge.rules.firm.currency, firm_clock(knowledge).today()
        unrated = list_unrated(connection, rates_of(knowledge.rules), today)
        only = find_only_currency(connection, reporting) if unrated else None
    if only:
        return False, say("import_notes.only_currency", currency=only, reporting=reporting)
    if unrated:
        return False, say("doctor.currency_unrated", currencies=say.join(list(unrated)), reporting=reporting)
    return True, say("doctor.currency_right", reporting=reporting)


def examine_sources(store: str | None, language: str) -> tuple[bool, str]:
    """Whether each system that the firm declared is synced: the one that fails or is stale, and since when."""
    say = Phrases(language)
    sources, broken = find_sources()
    if not sources and not broken:
        return True, say("freshness.none")
    with opened(store) as knowledge, knowledge.engine.connect() as connection:
        zone, now = ZoneInfo(knowledge.rules.firm.timezone), firm_clock(knowledge).now()
        names = {source.name for source in sources}
        states = [state for state in load_states(connection) if state.source in names]
        rules = knowledge.rules.sync
    wrong = [say("freshness.broken", why=str(why)) for why in broken.values()]
    wrong += [tell_failing(each, each.since.astimezone(zone), say) for each in find_failing(states)]
    wrong += [
        say("freshness.stale", source=each.source, since=each.synced_at.astimezone(zone))
        for each in find_stale(states, rules, now=now)
    ]
    wrong += [say("freshness.never", source=name) for name in sorted(names - {state.source for state in states})]
    if wrong:
        return False, " ".join(wrong)
    oldest = min(state.synced_at for state in states if state.synced_at)
    return True, say("freshness.right", sources=say.join(sorted(names)), since=oldest.astimezone(zone))


def examine_schedule(store: str | None, language: str) -> tuple[bool, str]:
    """Whether notices reach people: when somebody was told last, when the next digest is due, what is stuck."""
    say = Phrases(language)
    with opened(store) as knowledge, knowledge.engine.connect() as connection:
        zone, now = ZoneInfo(knowledge.rules.firm.timezone), firm_clock(knowledge).now()
        telling = load_telling(connection, due_before=now - LATE)
        people = load_colleagues(connection, on=now.date())
        own = {person.key: load_own_settings(connection, person.key) for person in people.values()}
    if telling.night_failed:
        return False, say("doctor.night_failed", since=telling.night_failed.astimezone(zone))
    if telling.oldest:
        since = telling.oldest.astimezone(zone)
        return False, say("doctor.schedule_stuck", count=telling.stuck, since=since)
    days = (now + dt.timedelta(days=ahead) for ahead in range(_DAYS_AHEAD))
    due = [each.at for day in days for each in find_digests_due(people, knowledge.rules, now=day, own=own)]
    following = min((moment for moment in due if moment > now), default=None)
    last = telling.last.astimezone(zone) if telling.last else say("doctor.schedule_never")
    coming = following.astimezone(zone) if following else say("doctor.schedule_nobody")
    return following is not None, say("doctor.schedule_right", last=last, next=coming)
