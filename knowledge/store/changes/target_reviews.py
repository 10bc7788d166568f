"""Tells the owners of target definitions, once each, what asks for a review."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from knowledge.errors import PersonUnknown, RateMissing, RatesBroken, TargetBroken
from knowledge.playbook.review_notes import Note
from knowledge.playbook.rules import Rules
from knowledge.playbook.target_definitions import Target, list_targets, load_target
from knowledge.store.book import Book, open_book
from knowledge.store.changes.announcing import known_language
from knowledge.store.changes.claims import claim_once, is_claimed
from knowledge.store.changes.mornings import business_time_of
from knowledge.store.changes.notices import NewNotice, NoticeKind, add_notice
from knowledge.store.price_changes import watch_prices
from knowledge.store.queries.people import find_viewer, load_ops_keys
from knowledge.store.sight import OPERATOR, Viewer
from knowledge.store.targets import Population, Result, find_reviews, judge_versions, load_population

_LOOKED = "reviewed:"


def review_once(engine: Engine, rules: Rules, today: dt.date, *, now: dt.datetime) -> int:
    """Look at every definition once a day, whoever asks; how many notes were raised.

    Assessing everybody takes its time, so nothing is written meanwhile: the notes found are claimed and kept in a short
    transaction of their own. Two replicas may both look; one of them tells.
    """
    with open_book(engine, OPERATOR, rules, as_of=today) as book:
        if is_claimed(book.connection, _LOOKED, today):
            return 0
        watch_prices(book.connection, today)
    with open_book(engine, OPERATOR, rules, as_of=today) as book:
        found = _find_all(book)
    with open_book(engine, OPERATOR, rules, as_of=today) as book:
        if not claim_once(book.connection, _LOOKED, today):
            return 0
        return sum(announce_reviews(book, target, notes, now=now) for target, notes in found)


def announce_reviews(book: Book, target: Target, notes: tuple[Note, ...], *, now: dt.datetime) -> int:
    """Note each reason for the owner of the definition, else for operations; how many were new."""
    told = 0
    for reader in _readers(book, target):
        due = business_time_of(reader, book.rules).next_open(now)
        language = known_language(reader.language, book.rules)
        for note in notes:
            version = target.current.version
            facts = {"target": target.name, "version": version, "trigger": str(note.trigger), "facts": dict(note.facts)}
            key = f"review:{target.name}:{version}:{note.key}:{reader.key}"
            new = NewNotice(key[:200], reader.key, NoticeKind.TARGET_REVIEW, language, due, facts=facts)
            told += add_notice(book.connection, new, at=now) is not None
    return told


def _find_all(book: Book) -> list[tuple[Target, tuple[Note, ...]]]:
    targets = [target for name in list_targets() if (target := _readable(name))]
    population = load_population(book, targets) if targets else None
    return [(target, find_reviews(book, target, _judged(book, target, population))) for target in targets]


def _readable(name: str) -> Target | None:
    """The definition; none where its file is broken, which the digests say."""
    try:
        return load_target(name)
    except TargetBroken:
        return None


def _judged(book: Book, target: Target, population: Population | None) -> tuple[Result, ...]:
    """Its figures; none where a rate lacks or their file is broken, which the digests say: the other reasons stand."""
    try:
        return judge_versions(book, target, population)
    except (RateMissing, RatesBroken):
        return ()


def _readers(book: Book, target: Target) -> list[Viewer]:
    try:
        return [find_viewer(book.connection, target.current.owner)]
    except PersonUnknown:
        return [find_viewer(book.connection, key) for key in load_ops_keys(book.connection)]
