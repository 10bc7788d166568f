"""What the calendar brings about: the nightly look at all customers, the managers' digests, the owners' alerts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Engine, func, select

from knowledge.accounts.queries.heads import load_heads
from knowledge.churn.commands.alerts import load_snoozed
from knowledge.handoffs.handoff import Colleague
from knowledge.kernel.access import AccessContext, open_access
from knowledge.kernel.claims import claim_once
from knowledge.kernel.key_value import drop_fact
from knowledge.kernel.materialized import drop_rows_changed, find_rows_changed
from knowledge.kernel.visibility import OPERATOR, Viewer
from knowledge.kernel.work_runs import Run, RunKind, note_run, utc_now
from knowledge.kernel.zones import zone_or
from knowledge.nightly.health_snapshot import Change, find_changes
from knowledge.nightly.queries.snapshots import is_kept, last_kept_day, load_pairs
from knowledge.nightly.refresh import build_nightly_snapshot, store_nightly_snapshot
from knowledge.notifications.commands.digest_schedule import business_time_of, enqueue_digests
from knowledge.notifications.commands.enqueue_notifications import known_language
from knowledge.notifications.commands.meetings import announce_meetings
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, add_notice
from knowledge.offers.commands.feedback_month import announce_feedback
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.rules import Rules
from knowledge.tables import Notice
from knowledge.targets.commands.reviews import review_once

_LOOKED = "looked:"


def announce_night(engine: Engine, rules: Rules, *, now: dt.datetime) -> int:
    """Look at all customers once a day, and note the digests and alerts that are due; how many were noted.

    Any number of replicas may call it as often as they like: what was done for a day is not done again.
    """
    today = now.astimezone(zone_or(None, rules.firm.timezone)).date()
    noted = look_once(engine, rules, today, now=now) + review_once(engine, rules, today, now=now)
    noted += announce_meetings(engine, rules, today, now=now) + announce_feedback(engine, rules, today, now=now)
    with engine.begin() as connection:
        return noted + enqueue_digests(connection, load_colleagues(connection, on=today), rules, now=now)


def look_once(engine: Engine, rules: Rules, today: dt.date, *, now: dt.datetime) -> int:
    """Keep where all customers stand today, unless that was done, and note the owners' alerts; how many alerts.

    Done anew where an import has changed rows since; an alert that was noted is not noted twice. Looking only reads, so
    that nobody who writes waits for it. Then one short transaction holds claim, rows and alerts: killed before its end,
    all of it is done anew; of two replicas that have looked, one keeps.
    """
    began_at = utc_now()
    with open_access(engine, OPERATOR, rules, as_of=today) as access:
        changed = find_rows_changed(access.connection)
        if changed is None and is_kept(access.connection, today):
            return 0
        night = build_nightly_snapshot(access)
    with open_access(engine, OPERATOR, rules, as_of=today) as access:
        if changed is not None and drop_rows_changed(access.connection, changed):
            drop_fact(access.connection, f"{_LOOKED}{today}")
        if not claim_once(access.connection, _LOOKED, today):
            return 0
        looked_at = store_nightly_snapshot(access, night)
        note_run(access.connection, Run(RunKind.NIGHT, today.isoformat(), began_at, utc_now(), read=looked_at))
        return _note_alerts(access, now)


def _note_alerts(access: AccessContext, now: dt.datetime) -> int:
    """One notice an account to its owner, the gravest first, up to the budget; the rest waits for the digest."""
    since = last_kept_day(access.connection, before=access.as_of)
    if since is None:
        return 0
    changes = find_changes(load_pairs(access, since), access.rules.churn)
    heads = load_heads(access, [change.now.account_id for change in changes])
    people = {person.key: person for person in load_colleagues(access.connection, on=access.as_of).values()}
    told, noted = _noted_today(access), 0
    for change in changes:
        person = people.get(heads[change.now.account_id].owner_key or "")
        if person is None or person.has_left or told.get(person.key, 0) >= access.rules.digest.alerts_a_day:
            continue
        if change.now.account_id in _snoozed(access, person):
            continue
        if add_notice(access.connection, _alert(change, person, since, access.rules, now), at=now) is not None:
            told[person.key] = told.get(person.key, 0) + 1
            noted += 1
    return noted


def _noted_today(access: AccessContext) -> dict[str, int]:
    """How many alerts of the day each person has had: a second look has what is left of the budget."""
    of_day = Notice.key.contains(f":{access.as_of.isoformat()}:")
    query = select(Notice.person_key, func.count()).where(Notice.kind == NoticeKind.ALERT, of_day)
    return {key: int(count) for key, count in access.connection.execute(query.group_by(Notice.person_key))}


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


def _snoozed(access: AccessContext, person: Colleague) -> dict[int, dt.date]:
    return load_snoozed(replace(access, viewer=Viewer(key=person.key, name=person.name)))
