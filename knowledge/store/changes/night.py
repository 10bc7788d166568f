"""What the calendar brings about: the nightly look at all customers, the managers' digests, the owners' alerts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Engine, func, select

from knowledge.analytics.standing import Change, find_changes
from knowledge.handoff import Colleague
from knowledge.playbook.rules import Rules
from knowledge.playbook.zones import zone_or
from knowledge.store.alerts import load_snoozed
from knowledge.store.book import Book, open_book
from knowledge.store.changes.announcing import known_language
from knowledge.store.changes.claims import claim_once
from knowledge.store.changes.feedback_month import announce_feedback
from knowledge.store.changes.meetings import announce_meetings
from knowledge.store.changes.mornings import announce_mornings, business_time_of
from knowledge.store.changes.notices import NewNotice, NoticeKind, add_notice
from knowledge.store.changes.target_reviews import review_once
from knowledge.store.derived import drop_rows_changed, find_rows_changed
from knowledge.store.facts import drop_fact
from knowledge.store.models import Notice
from knowledge.store.queries.colleagues import load_colleagues
from knowledge.store.queries.heads import load_heads
from knowledge.store.refresh import keep_night, look_at_everybody
from knowledge.store.sight import OPERATOR, Viewer
from knowledge.store.standings import is_kept, last_kept_day, load_pairs

_LOOKED = "looked:"


def announce_night(engine: Engine, rules: Rules, *, now: dt.datetime) -> int:
    """Look at all customers once a day, and note the digests and alerts that are due; how many were noted.

    Any number of replicas may call it as often as they like: what was done for a day is not done again.
    """
    today = now.astimezone(zone_or(None, rules.firm.timezone)).date()
    noted = look_once(engine, rules, today, now=now) + review_once(engine, rules, today, now=now)
    noted += announce_meetings(engine, rules, today, now=now) + announce_feedback(engine, rules, today, now=now)
    with engine.begin() as connection:
        return noted + announce_mornings(connection, load_colleagues(connection, on=today), rules, now=now)


def look_once(engine: Engine, rules: Rules, today: dt.date, *, now: dt.datetime) -> int:
    """Keep where all customers stand today, unless that was done, and note the owners' alerts; how many alerts.

    Done anew where an import has changed rows since; an alert that was noted is not noted twice. Looking only reads, so
    that nobody who writes waits for it. Then one short transaction holds claim, rows and alerts: killed before its end,
    all of it is done anew; of two replicas that have looked, one keeps.
    """
    with open_book(engine, OPERATOR, rules, as_of=today) as book:
        changed = find_rows_changed(book.connection)
        if changed is None and is_kept(book.connection, today):
            return 0
        night = look_at_everybody(book)
    with open_book(engine, OPERATOR, rules, as_of=today) as book:
        if changed is not None and drop_rows_changed(book.connection, changed):
            drop_fact(book.connection, f"{_LOOKED}{today}")
        if not claim_once(book.connection, _LOOKED, today):
            return 0
        keep_night(book, night)
        return _note_alerts(book, now)


def _note_alerts(book: Book, now: dt.datetime) -> int:
    """One notice an account to its owner, the gravest first, up to the budget; the rest waits for the digest."""
    since = last_kept_day(book.connection, before=book.as_of)
    if since is None:
        return 0
    changes = find_changes(load_pairs(book, since), book.rules.churn)
    heads = load_heads(book, [change.now.account_id for change in changes])
    people = {person.key: person for person in load_colleagues(book.connection, on=book.as_of).values()}
    told, noted = _noted_today(book), 0
    for change in changes:
        person = people.get(heads[change.now.account_id].owner_key or "")
        if person is None or person.has_left or told.get(person.key, 0) >= book.rules.digest.alerts_a_day:
            continue
        if change.now.account_id in _snoozed(book, person):
            continue
        if add_notice(book.connection, _alert(change, person, since, book.rules, now), at=now) is not None:
            told[person.key] = told.get(person.key, 0) + 1
            noted += 1
    return noted


def _noted_today(book: Book) -> dict[str, int]:
    """How many alerts of the day each person has had: a second look has what is left of the budget."""
    of_day = Notice.key.contains(f":{book.as_of.isoformat()}:")
    query = select(Notice.person_key, func.count()).where(Notice.kind == NoticeKind.ALERT, of_day)
    return {key: int(count) for key, count in book.connection.execute(query.group_by(Notice.person_key))}


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
