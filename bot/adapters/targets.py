"""Target definitions for the terminal: written, listed, shown with their results, reviewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from actions.reply import Reply
from actions.study_best_customers import targets as telling
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases
from knowledge.settings import load_rules
from knowledge.targets.commands.reviews import announce_reviews
from knowledge.targets.definitions import (
    Event,
    add_event,
    begin_target,
    list_targets,
    load_target,
    next_version,
    save_target,
)
from knowledge.targets.queries.targets import find_reviews, judge_versions

__all__ = ["add_version", "new_target", "note_event", "show_list", "show_reviews", "show_target"]


def new_target(
    name: str, *, owner: str, hypothesis: str, criteria: Mapping[str, Any], day: dt.date, language: str | None
) -> str:
    """Write a first version; where it was written, as a sentence. TargetBroken where the name is taken or is none."""
    first = {"version": 1, "date": day, "owner": owner, "hypothesis": hypothesis, "criteria": dict(criteria)}
    return _say(language)("targets.written", path=str(save_target(begin_target(name, first))))


def add_version(
    name: str, *, day: dt.date, changed: Mapping[str, Any], criteria: Mapping[str, Any], language: str | None
) -> str:
    """Write the newest version again with these changes; older ones stay as they were."""
    target = load_target(name)
    later = next_version(target, {**changed, "date": day}, criteria=criteria)
    return _say(language)("targets.written", path=str(save_target(later)))


def note_event(
    store: str | None, name: str, *, kind: str, note: str, as_of: dt.date | None, language: str | None
) -> str:
    """Note by hand what has moved outside, and let the owner be told of it once."""
    with _access(store, as_of) as (access, now):
        target = add_event(load_target(name), Event(date=access.as_of, kind=kind, note=note))
        save_target(target)
        announce_reviews(access, target, find_reviews(access, target, ()), now=now)
    return _say(language)("targets.noted", target=name, owner=target.current.owner)


def show_list(language: str | None) -> Reply:
    """Every definition. TargetBroken at the first that cannot be read."""
    return telling.tell_list([load_target(name) for name in list_targets()], _say(language))


def show_target(
    store: str | None, name: str, *, person: str | None, as_of: dt.date | None, language: str | None
) -> Reply:
    """One definition with what each version has brought, of the customers this person may see."""
    target = load_target(name)
    with _access(store, as_of, person) as (access, _):
        results = judge_versions(access, target)
        return telling.tell_target(target, results, find_reviews(access, target, results), access, _say(language))


def show_reviews(store: str | None, names: Sequence[str], *, as_of: dt.date | None, language: str | None) -> Reply:
    """What asks for a review of these definitions; of all where none is named."""
    targets = [load_target(name) for name in names or list_targets()]
    with _access(store, as_of) as (access, _):
        return telling.tell_reviews(telling.review_targets(targets, access), access, _say(language))


@contextmanager
def _access(
    store: str | None, as_of: dt.date | None, person: str | None = None
) -> Iterator[tuple[AccessContext, dt.datetime]]:
    knowledge = open_filled(store)
    clock = firm_clock(knowledge)
    with knowledge.access(person or OPERATOR_KEY, as_of=as_of or clock.today()) as access:
        yield access, clock.now(as_of)


def _say(language: str | None) -> Phrases:
    return Phrases(language or load_rules().firm.language)
