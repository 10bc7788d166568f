"""When each person's digests are due: their own hour, time zone and holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, select

from knowledge.handoffs.handoff import Colleague
from knowledge.kernel.access import AccessContext
from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.visibility import Viewer
from knowledge.kernel.zones import is_known_zone, zone_or
from knowledge.notifications.commands.enqueue_notifications import known_language
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, NoticeState, add_notice
from knowledge.people.settings import OwnSettings, load_own_settings
from knowledge.playbook.rules import Rules
from knowledge.tables import Notice
from knowledge.terms import Role


class Rhythm(StrEnum):
    """How often: each working day, or on the first one of a week."""

    DAILY = "daily"
    WEEKLY = "weekly"


_READERS = {Rhythm.DAILY: {Role.MANAGER}, Rhythm.WEEKLY: {Role.MANAGER, Role.CS, Role.OPS}}
_KINDS = {Rhythm.DAILY: NoticeKind.DIGEST, Rhythm.WEEKLY: NoticeKind.WEEKLY}


@dataclass(frozen=True)
class DigestDue:
    """When one person's digest is due; ``bad_zone``: their time zone, where nobody knows it."""

    person: Colleague
    day: dt.date
    at: dt.datetime
    rhythm: Rhythm = Rhythm.DAILY
    bad_zone: str | None = None

    @property
    def key(self) -> str:
        """The same however often, and however late in its day or week, it is noted."""
        if self.rhythm is Rhythm.DAILY:
            return f"digest:{self.person.key}:{self.day.isoformat()}"
        year, week, _ = self.day.isocalendar()
        return f"weekly:{self.person.key}:{year}-{week}"


def enqueue_digests(connection: Connection, people: Mapping[int, Colleague], rules: Rules, *, now: dt.datetime) -> int:
    """Note the digests whose hour has come; how many were noted. What was noted before is not noted again."""
    own = {person.key: load_own_settings(connection, person.key) for person in people.values()}
    due = [*find_digests_due(people, rules, now=now, own=own), *find_weeklies_due(people, rules, now=now, own=own)]
    return sum(each.at <= now and _note(connection, each, rules, now, own[each.person.key]) for each in due)


def find_digests_due(
    people: Mapping[int, Colleague], rules: Rules, *, now: dt.datetime, own: Mapping[str, OwnSettings] | None = None
) -> list[DigestDue]:
    """Each manager's digest of today where they are; nobody on their country's holidays or at a weekend.

    Only today's: a morning missed is caught up once, and what happened before is in it.
    """
    found = []
    for person in _readers(people, Rhythm.DAILY):
        day = now.astimezone(zone_or(person.timezone, rules.firm.timezone)).date()
        if business_time_of(person, rules).is_business_day(day):
            found.append(_due(person, day, Rhythm.DAILY, rules, own or {}))
    return found


def find_weeklies_due(
    people: Mapping[int, Colleague], rules: Rules, *, now: dt.datetime, own: Mapping[str, OwnSettings] | None = None
) -> list[DigestDue]:
    """The shared targets on the first working day of the week; later in the week where that day was missed."""
    found = []
    for person in _readers(people, Rhythm.WEEKLY):
        today, time = (
            now.astimezone(zone_or(person.timezone, rules.firm.timezone)).date(),
            business_time_of(person, rules),
        )
        monday = today - dt.timedelta(days=today.weekday())
        days = [day for back in range(5) if time.is_business_day(day := monday + dt.timedelta(days=back))]
        if today in days:
            found.append(_due(person, days[0], Rhythm.WEEKLY, rules, own or {}))
    return found


def digest_since(access: AccessContext, person: Colleague | Viewer) -> dt.date:
    """The day of the last digest this person got, or the working day before the day asked about."""
    told = select(func.max(Notice.id)).where(
        Notice.person_key == person.key, Notice.kind == NoticeKind.DIGEST, Notice.state == NoticeState.DELIVERED
    )
    facts = access.connection.execute(select(Notice.facts).where(Notice.id == told.scalar_subquery())).scalar()
    if facts and (last := dt.date.fromisoformat(str(facts["day"]))) < access.as_of:
        return last
    time = business_time_of(person, access.rules)
    day = access.as_of - dt.timedelta(days=1)
    while not time.is_business_day(day):
        day -= dt.timedelta(days=1)
    return day


def business_time_of(person: Colleague | Viewer, rules: Rules) -> BusinessTime:
    """The hours and holidays of this person's country; the firm's where they are not known."""
    zone = zone_or(person.timezone, rules.firm.timezone).key
    return BusinessTime(person.country or rules.firm.country, zone, rules.handoff.opens, rules.handoff.closes)


def reads_digests(role: Role | None) -> bool:
    """Whether people of this role are told each day or week what changed."""
    return any(role in readers for readers in _READERS.values())


def _readers(people: Mapping[int, Colleague], rhythm: Rhythm) -> Iterable[Colleague]:
    return (person for person in people.values() if person.role in _READERS[rhythm] and not person.has_left)


def _due(person: Colleague, day: dt.date, rhythm: Rhythm, rules: Rules, own: Mapping[str, OwnSettings]) -> DigestDue:
    chosen = own.get(person.key, OwnSettings()).digest_hour
    hour = rules.digest.hour if chosen is None else dt.time(chosen)
    at = dt.datetime.combine(day, hour, tzinfo=zone_or(person.timezone, rules.firm.timezone))
    bad = person.timezone if person.timezone and not is_known_zone(person.timezone) else None
    return DigestDue(person, day, at.astimezone(dt.UTC), rhythm, bad)


def _note(connection: Connection, due: DigestDue, rules: Rules, now: dt.datetime, own: OwnSettings) -> bool:
    language = known_language(own.language or due.person.language, rules)
    facts = {"day": due.day.isoformat(), "due": due.at.isoformat(), "bad_zone": due.bad_zone}
    new = NewNotice(due.key, due.person.key, _KINDS[due.rhythm], language, due.at, facts=facts)
    return add_notice(connection, new, at=now) is not None
