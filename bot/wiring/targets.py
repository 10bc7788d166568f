"""Target definitions for the terminal: written, listed, shown with their results, reviewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from actions.telling.metrics import Telling
from bot.wiring import OPERATOR_KEY, firm_clock, open_filled
from knowledge.errors import TargetBroken
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.target_definitions import (
    Criteria,
    Target,
    Version,
    list_targets,
    load_target,
    next_version,
    save_target,
)
from knowledge.store.targets import KPIS, Note, Result, find_reviews, judge_versions

__all__ = ["Note", "Target", "add_version", "all_targets", "figures_of", "judge", "new_target"]


def all_targets() -> tuple[Target, ...]:
    """Every definition. TargetBroken at the first that cannot be read."""
    return tuple(load_target(name) for name in list_targets())


def new_target(name: str, *, owner: str, hypothesis: str, criteria: Mapping[str, Any], day: dt.date) -> Path:
    """Write a first version. TargetBroken where the name is taken or is no file name."""
    if not name.replace("-", "").replace("_", "").isalnum():
        _refuse(f"{name} is no name for a file: use letters, digits and hyphens")
    if name in list_targets():
        _refuse(f"{name} is there already; `osusume target edit {name}` adds a version")
    first = Version(version=1, date=day, owner=owner, hypothesis=hypothesis, criteria=Criteria(**criteria))
    return save_target(Target(name=name, versions=(first,)))


def add_version(name: str, *, day: dt.date, changed: Mapping[str, Any], criteria: Mapping[str, Any]) -> Path:
    """Write the newest version again with these changes; older ones stay as they were."""
    target = load_target(name)
    kept = target.current.criteria.model_dump(exclude_defaults=True)
    return save_target(next_version(target, {**changed, "date": day, "criteria": {**kept, **criteria}}))


def judge(
    store: str | None, name: str, *, person: str | None, as_of: dt.date | None
) -> tuple[Target, tuple[Result, ...], tuple[Note, ...]]:
    """A definition, what each version aims at and has brought, and what asks for a review."""
    target = load_target(name)
    knowledge = open_filled(store)
    with knowledge.book(person or OPERATOR_KEY, as_of=as_of or firm_clock(knowledge).today()) as book:
        results = judge_versions(book, target)
        return target, results, find_reviews(book, target, results)


def figures_of(result: Result, store: str | None) -> dict[str, str]:
    """The figures of one version as shown, with what was counted."""
    telling = Telling(Phrases("en"), open_filled(store).rules)
    shown = {}
    for metric in KPIS:
        tally = result.figures.get(metric)
        counted = f" ({tally.numerator:,.0f}/{tally.denominator:,.0f})" if tally and tally.known else ""
        shown[telling.label(metric)] = telling.value(metric, tally) + counted
    return shown


def _refuse(what: str) -> None:
    raise TargetBroken(what, what=what)
