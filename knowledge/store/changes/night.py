"""What the calendar brings about: the nightly look at all customers, the managers' digests, the owners' alerts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, delete, func, select

from knowledge.analytics.standing import Change, find_changes
from knowledge.handoff import Colleague
from knowledge.playbook.business_time import BusinessTime
from knowledge.playbook.rules import Rules
from knowledge.playbook.zones import is_known_zone, zone_or
from knowledge.store.alerts import load_snoozed
from knowledge.store.book import Book, open_book
from knowledge.store.changes.announcing import known_language
from knowledge.store.changes.notices import NewNotice, NoticeKind, NoticeState, add_notice
from knowledge.store.dialects import insert_into
from knowledge.store.models import Notice, StoreFact
from knowledge.store.queries.colleagues import load_colleagues
from knowledge.store.queries.heads import load_heads
from knowledge.store.sight import OPERATOR, Viewer
from knowledge.store.standings import is_kept, last_kept_day, load_pairs, refresh_day
from knowledge.terms import Role

_LOOKED = "looked:"


@dataclass(frozen=True)
class DigestDue:
    """When one manager's digest of a day is due; ``bad_zone``: their time zone, where nobody knows it."""

    person: Colleague
    day: dt.date
    at: dt.datetime
    bad_zone: str | None = None


def announce_night(engine: Engine, rules: Rules, *, now: dt.datetime) -> int:
    """Look at all customers once a day, and note the digests and alerts that are due; how many were noted.

    Any number of replicas may call it as often as they like: what was done for a day is not done again.
    """
    today = now.astimezone(zone_or(None, rules.firm.timezone)).date()
    noted = look_once(engine, rules, today, now=now)
    with engine.begin() as connection:
        for due in find_digests_due(load_colleagues(connection, on=today), rules, now=now):
            noted += due.at <= now and _note_digest(connection, due, rules, now)
    return noted


def look_once(engine: Engine, rules: Rules, today: dt.date, *, now: dt.datetime) -> int:
    """Keep where all customers stand today, unless that was done, and note the owners' alerts; how many alerts.

    One transaction holds claim, rows and alerts: killed in between, all of it is done anew.
    """
    with open_book(engine, OPERATOR, rules, as_of=today) as book:
        if is_kept(book.connection, today) or not _claim(book.connection, today):
            return 0
        refresh_day(book)
        return _note_alerts(book, now)


def find_digests_due(people: Mapping[int, Colleague], rules: Rules, *, now: dt.datetime) -> list[DigestDue]:
    """Each manager's digest of today where they are; nobody on their country's holidays or at a weekend.

    Only today's: a morning missed is caught up once, and what happened before is in it.
    """
    found = []
    for person in people.values():
        if person.role != Role.MANAGER or person.has_left:
            continue
        zone = zone_or(person.timezone, rules.firm.timezone)
        day = now.astimezone(zone).date()
        if business_time_of(person, rules).is_business_day(day):
            at = dt.datetime.combine(day, rules.digest.hour, tzinfo=zone)
            bad = person.timezone if person.timezone and not is_known_zone(person.timezone) else None
            found.append(DigestDue(person, day, at.astimezone(dt.UTC), bad))
    return found


def digest_since(book: Book, person: Colleague | Viewer) -> dt.date:
    """The day of the last digest this person got, or the working day before the book's."""
    told = select(func.max(Notice.id)).where(
        Notice.person_key == person.key, Notice.kind == NoticeKind.DIGEST, Notice.state == NoticeState.DELIVERED
    )
    facts = book.connection.execute(select(Notice.facts).where(Notice.id == told.scalar_subquery())).scalar()
    if facts and (last := dt.date.fromisoformat(str(facts["day"]))) < book.as_of:
        return last
    time = business_time_of(person, book.rules)
    day = book.as_of - dt.timedelta(days=1)
    while not time.is_business_day(day):
        day -= dt.timedelta(days=1)
    return day


def business_time_of(person: Colleague | Viewer, rules: Rules) -> BusinessTime:
    """The hours and holidays of this person's country; the firm's where they are not known."""
    zone = zone_or(person.timezone, rules.firm.timezone).key
    return BusinessTime(person.country or rules.firm.country, zone, rules.handoff.opens, rules.handoff.closes)


def _claim(connection: Connection, day: dt.date) -> bool:
    """The first to claim a day; another replica waits here until the first is through, and then need not."""
    connection.execute(delete(StoreFact).where(StoreFact.name.startswith(_LOOKED), StoreFact.name < f"{_LOOKED}{day}"))
    once = insert_into(connection, StoreFact).values(name=f"{_LOOKED}{day}", value="1")
    claimed = once.on_conflict_do_nothing(index_elements=["name"]).returning(StoreFact.name)
    return connection.execute(claimed).scalar() is not None


def _note_digest(connection: Connection, due: DigestDue, rules: Rules, now: dt.datetime) -> bool:
    key, day = due.person.key, due.day.isoformat()
    language = known_language(due.person.language, rules)
    facts = {"day": day, "due": due.at.isoformat()}
    new = NewNotice(f"digest:{key}:{day}", key, NoticeKind.DIGEST, language, due.at, facts=facts)
    return add_notice(connection, new, at=now) is not None


def _note_alerts(book: Book, now: dt.datetime) -> int:
    """One notice an account to its owner, the gravest first, up to the budget; the rest waits for the digest."""
    since = last_kept_day(book.connection, before=book.as_of)
    if since is None:
        return 0
    changes = find_changes(load_pairs(book, since), book.rules.churn)
    heads = load_heads(book, [change.now.account_id for change in changes])
    people = {person.key: person for person in load_colleagues(book.connection, on=book.as_of).values()}
    told: dict[str, int] = {}
    for change in changes:
        person = people.get(heads[change.now.account_id].owner_key or "")
        if person is None or person.has_left or told.get(person.key, 0) >= book.rules.digest.alerts_a_day:
            continue
        if change.now.account_id not in _snoozed(book, person):
            told[person.key] = told.get(person.key, 0) + 1
            add_notice(book.connection, _alert(change, person, since, book.rules, now), at=now)
    return sum(told.values())


def _alert(change: Change, person: Colleague, since: dt.date, rules: Rules, now: dt.datetime) -> NewNotice:
    reasons = change.now.reasons or (change.before.reasons if change.before else ())
    facts = {
        "day": change.now.day.isoformat(),
        "since": since.isoformat(),
        "kind": str(change.kind),
        "signal": str(reasons[0].name) if reasons else "",
    }
    key = f"alert:{change.now.account_id}:{facts['day']}:{person.key}"
    due = business_time_of(person, rules).next_open(now)
    language = known_language(person.language, rules)
    return NewNotice(key, person.key, NoticeKind.ALERT, language, due, change.now.account_id, facts=facts)


def _snoozed(book: Book, person: Colleague) -> dict[int, dt.date]:
    return load_snoozed(replace(book, viewer=Viewer(key=person.key, name=person.name)))
