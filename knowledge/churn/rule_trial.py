"""Whom a changed rule would have told: the turning points of past days under two sets of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand, score_churn
from knowledge.nightly.health_snapshot import Change, ChangeKind, Standing, find_changes, find_standings

_ALARMS = {ChangeKind.NEW, ChangeKind.WORSE}


@dataclass(frozen=True)
class Alarm:
    """One customer of whom an alarm was, or would have been, given on a day; ``left``: they were lost by the end."""

    account_id: int
    day: date
    points: float
    kind: ChangeKind
    left: bool


@dataclass(frozen=True)
class RuleTrial:
    """The alarms under the rules as they are, and as changed."""

    as_is: tuple[Alarm, ...]
    changed: tuple[Alarm, ...]


def try_rules(days: Mapping[date, pd.DataFrame], as_is: ChurnRules, changed: ChurnRules) -> RuleTrial:
    """What differs is due to what was changed.

    days: ``assess_accounts`` of some days, oldest first; the last one says who was lost.
    """
    last = days[max(days)]
    lost = set(last.index[last["churn_band"].astype(str) == ChurnBand.LOST])
    return RuleTrial(_alarms(days, as_is, lost), _alarms(days, changed, lost))


def _alarms(days: Mapping[date, pd.DataFrame], rules: ChurnRules, lost: set[int]) -> tuple[Alarm, ...]:
    before: dict[int, Standing] = {}
    found: list[Alarm] = []
    for number, (day, assessed) in enumerate(days.items()):
        scored = assessed.assign(**{str(name): column for name, column in score_churn(assessed, rules).items()})
        bands = {account_id: str(standing.band) for account_id, standing in before.items()}
        now = {s.account_id: s for s in find_standings(scored, bands, rules, as_of=day)}
        changes = find_changes([(before.get(i), standing) for i, standing in now.items()], rules) if number else []
        found += [_alarm(change, lost) for change in changes if change.kind in _ALARMS]
        before = now
    return tuple(found)


def _alarm(change: Change, lost: set[int]) -> Alarm:
    now = change.now
    return Alarm(now.account_id, now.day, now.points or 0.0, change.kind, now.account_id in lost)
