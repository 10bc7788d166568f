"""Tells the owners of target definitions, once each, what asks for a review."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from knowledge.catalogue.queries.price_changes import watch_prices
from knowledge.errors import PersonUnknown, RateMissing, RatesBroken, TargetBroken
from knowledge.kernel.access import AccessContext, open_access
from knowledge.kernel.claims import claim_once, is_claimed
from knowledge.kernel.visibility import OPERATOR, Viewer
from knowledge.notifications.commands.digest_schedule import business_time_of
from knowledge.notifications.commands.enqueue_notifications import known_language
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, add_notice
from knowledge.people.queries.people import find_viewer, load_ops_keys
from knowledge.playbook.rules import Rules
from knowledge.targets.definitions import Target, list_targets, load_target
from knowledge.targets.queries.targets import Population, Result, find_reviews, judge_versions, load_population
from knowledge.targets.review_notes import Note

_LOOKED = "reviewed:"


def review_once(engine: Engine, rules: Rules, today: dt.date, *, now: dt.datetime) -> int:
    """Look at every definition once a day, whoever asks; how many notes were raised.

    Assessing everybody takes its time, so nothing is written meanwhile: the notes found are claimed and kept in a short
    transaction of their own. Two replicas may both look; one of them tells.
    """
    with open_access(engine, OPERATOR, rules, as_of=today) as access:
        if is_claimed(access.connection, _LOOKED, today):
            return 0
        watch_prices(access.connection, today)
    with open_access(engine, OPERATOR, rules, as_of=today) as access:
        found = _find_all(access)
    with open_access(engine, OPERATOR, rules, as_of=today) as access:
        if not claim_once(access.connection, _LOOKED, today):
            return 0
        return sum(announce_reviews(access, target, notes, now=now) for target, notes in found)


def announce_reviews(access: AccessContext, target: Target, notes: tuple[Note, ...], *, now: dt.datetime) -> int:
    """Note each reason for the owner of the definition, else for operations; how many were new."""
    told = 0
    for reader in _readers(access, target):
        due = business_time_of(reader, access.rules).next_open(now)
        language = known_language(reader.language, access.rules)
        for note in notes:
            version = target.current.version
            facts = {"target": target.name, "version": version, "trigger": str(note.trigger), "facts": dict(note.facts)}
            key = f"review:{target.name}:{version}:{note.key}:{reader.key}"
            new = NewNotice(key[:200], reader.key, NoticeKind.TARGET_REVIEW, language, due, facts=facts)
            told += add_notice(access.connection, new, at=now) is not None
    return told


def _find_all(access: AccessContext) -> list[tuple[Target, tuple[Note, ...]]]:
    targets = [target for name in list_targets() if (target := _readable(name))]
    population = load_population(access, targets) if targets else None
    return [(target, find_reviews(access, target, _judged(access, target, population))) for target in targets]


def _readable(name: str) -> Target | None:
    """The definition; none where its file is broken, which the digests say."""
    try:
        return load_target(name)
    except TargetBroken:
        return None


def _judged(access: AccessContext, target: Target, population: Population | None) -> tuple[Result, ...]:
    """Its figures; none where a rate lacks or their file is broken, which the digests say: the other reasons stand."""
    try:
        return judge_versions(access, target, population)
    except (RateMissing, RatesBroken):
        return ()


def _readers(access: AccessContext, target: Target) -> list[Viewer]:
    try:
        return [find_viewer(access.connection, target.current.owner)]
    except PersonUnknown:
        return [find_viewer(access.connection, key) for key in load_ops_keys(access.connection)]
