"""Whom a changed signal's rule would have told: past days scored anew, week by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd
from pydantic import ValidationError

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.heads import load_heads
from knowledge.churn.rule_trial import RuleTrial, try_rules
from knowledge.churn.rules import ChurnRules
from knowledge.churn.signals import SIGNALS
from knowledge.errors import RuleUnknown, SettingsBroken
from knowledge.kernel.access import AccessContext
from knowledge.playbook.signal_rule import SignalRule

_STEP_DAYS = 7


@dataclass(frozen=True)
class TriedRule:
    """A rule as it is and as changed, with the alarms of both, and the customers' names."""

    as_is: SignalRule
    changed: SignalRule
    trial: RuleTrial
    names: dict[int, str]


def try_signal_rule(
    access: AccessContext,
    signal: str,
    changes: Mapping[str, float | None],
    *,
    days: int,
    seen: Callable[[int, int], None],
) -> TriedRule:
    """Whom a changed rule would have told in so many days up to the one asked about; nothing is kept.

    ``seen`` hears how many of how many days are done. RuleUnknown for a name that no signal has, SettingsBroken for
    values that make no rule.
    """
    if signal not in SIGNALS:
        raise RuleUnknown(signal, list(SIGNALS))
    as_is = access.rules.churn
    said = {name: value for name, value in changes.items() if value is not None}
    rule = _read_rule({**as_is.signals[signal].model_dump(), **said}, signal)
    changed = ChurnRules.model_validate({**as_is.model_dump(), "signals": {**as_is.signals, signal: rule}})
    trial = try_rules(_look(access, days, seen), as_is, changed)
    heads = load_heads(access, sorted({alarm.account_id for alarm in (*trial.as_is, *trial.changed)}))
    return TriedRule(as_is.signals[signal], rule, trial, {i: head.name for i, head in heads.items()})


def _read_rule(said: Mapping[str, float], name: str) -> SignalRule:
    try:
        return SignalRule.model_validate(said)
    except ValidationError as error:
        what = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise SettingsBroken(f"{name}: {what}", file="the command", key=f"{name}: {what}") from error


def _look(access: AccessContext, days: int, seen: Callable[[int, int], None]) -> dict[dt.date, pd.DataFrame]:
    looks, last = {}, access.as_of
    wanted = sorted({*(last - dt.timedelta(days=back) for back in range(days, -1, -_STEP_DAYS)), last})
    for place, day in enumerate(wanted, 1):
        looks[day] = assess(replace(access, as_of=day))
        seen(place, len(wanted))
    return looks
