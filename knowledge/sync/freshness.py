"""How old what the sources told is, and which of them fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.sync.rules import SyncRules
from knowledge.sync.state import ALL_TABLES, TableState


@dataclass(frozen=True)
class Stale:
    """What a source tells that was last read too long ago: our tables, and all that was changed before is known."""

    source: str
    synced_at: dt.datetime
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Failing:
    """A table of a source that fails, or the source itself (``table`` None): since when, and as it was told last."""

    source: str
    table: str | None
    since: dt.datetime
    why: str


def find_stale(states: Iterable[TableState], rules: SyncRules, *, now: dt.datetime) -> list[Stale]:
    """By source, what was read longer ago than ``stale_after_hours``, as of the oldest of it."""
    limit = now - dt.timedelta(hours=rules.stale_after_hours)
    found: dict[str, Stale] = {}
    for state in states:
        if state.synced_at is None or state.synced_at > limit:
            continue
        known = found.get(state.source, Stale(state.source, state.synced_at, ()))
        tables = tuple(dict.fromkeys((*known.tables, *state.feeds)))
        found[state.source] = Stale(state.source, min(known.synced_at, state.synced_at), tables)
    return list(found.values())


def find_failing(states: Iterable[TableState]) -> list[Failing]:
    """What failed when it was last tried."""
    return [
        Failing(state.source, None if state.name == ALL_TABLES else state.name, state.failed_at, state.failure or "")
        for state in states
        if state.failed_at is not None
    ]


def age_seconds(states: Sequence[TableState], *, now: dt.datetime) -> dict[str, float]:
    """By source, for how long its oldest table has not been read; sources that never were are left out."""
    ages: dict[str, float] = {}
    for state in states:
        if state.synced_at is not None:
            age = (now - state.synced_at).total_seconds()
            ages[state.source] = max(age, ages.get(state.source, 0.0))
    return ages
