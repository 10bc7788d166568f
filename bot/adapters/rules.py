"""What the terminal does with rules: try a changed one on past days, show which alerts are acted on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd
from pydantic import ValidationError

from actions.presenters.rules import name_rule
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.heads import load_heads
from knowledge.catalogue.catalogue import Catalogue
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.churn.queries.alert_record import SignalRecord, load_signal_records
from knowledge.churn.rule_trial import Alarm, RuleTrial, try_rules
from knowledge.churn.rules import ChurnRules
from knowledge.churn.signals import SIGNALS
from knowledge.errors import RuleUnknown, SettingsBroken
from knowledge.knowledge import Knowledge
from knowledge.offers.queries.experience import load_experience
from knowledge.offers.queries.rule_states import load_rule_states
from knowledge.offers.rule_state import RuleState
from knowledge.offers.take_up import weigh
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.signal_rule import SignalRule
from knowledge.terms import OfferKind

__all__ = ["Alarm", "SignalRecord", "TriedRule", "show_offer_rules", "show_signals", "try_signal_rule"]

_STEP_DAYS = 7


@dataclass(frozen=True)
class TriedRule:
    """A rule as it is and as changed, with the alarms of both, and the customers' names."""

    as_is: SignalRule
    changed: SignalRule
    trial: RuleTrial
    names: dict[int, str]


def try_signal_rule(
    store: str | None,
    rule: str,
    changes: dict[str, float | None],
    *,
    as_of: dt.date | None,
    days: int,
    seen: Callable[[int, int], None],
) -> TriedRule:
    """Whom a changed rule would have told, week by week; ``seen`` hears how many of how many weeks are done.

    Raises RuleUnknown for a name that no signal has.
    """
    if rule not in SIGNALS:
        raise RuleUnknown(rule, list(SIGNALS))
    knowledge = open_filled(store)
    as_is = knowledge.rules.churn
    said = {name: value for name, value in changes.items() if value is not None}
    changed_rule = _read_rule({**as_is.signals[rule].model_dump(), **said}, rule)
    changed = ChurnRules.model_validate({**as_is.model_dump(), "signals": {**as_is.signals, rule: changed_rule}})
    last = as_of or firm_clock(knowledge).today()
    looks = _look(knowledge, [last - dt.timedelta(days=back) for back in range(days, -1, -_STEP_DAYS)], last, seen)
    trial = try_rules(looks, as_is, changed)
    with knowledge.access(OPERATOR_KEY, as_of=last) as access:
        heads = load_heads(access, sorted({alarm.account_id for alarm in (*trial.as_is, *trial.changed)}))
    return TriedRule(as_is.signals[rule], changed_rule, trial, {i: head.name for i, head in heads.items()})


def show_signals(store: str | None, *, as_of: dt.date | None, days: int) -> list[tuple[SignalRecord, bool]]:
    """How often each signal's alerts were acted on, and whether less weight is proposed for it."""
    knowledge = open_filled(store)
    with knowledge.access(OPERATOR_KEY, as_of=as_of or firm_clock(knowledge).today()) as access:
        records = load_signal_records(access, days=days)
        return [(record, record.is_to_demote(access.rules.digest)) for record in records]


def show_offer_rules(store: str | None, *, as_of: dt.date | None, language: str | None) -> list[str]:
    """The rules behind offers, a line each: what colleagues said and operations decided, then take-up by rule."""
    knowledge = open_filled(store)
    say = Phrases(language or knowledge.rules.firm.language)
    with knowledge.access(OPERATOR_KEY, as_of=as_of or firm_clock(knowledge).today()) as access:
        catalogue, states, experience = load_catalogue(access), load_rule_states(access), load_experience(access)
    lines = [_tell_state(state, catalogue, say) for state in states] or [say("rules.none")]
    lines += ["", say("rules.take_up_title")]
    ranked = sorted(experience.by_rule.items(), key=lambda pair: (-pair[1].proposals, pair[0]))
    for rule, taken_up in ranked:
        if taken_up.proposals < knowledge.rules.offers.fewest_cases:
            break
        kind = OfferKind.CROSS_SELL if rule.startswith("pair:") else OfferKind(rule.split(":")[0])
        if ":" not in rule or (kind is OfferKind.CROSS_SELL and not rule.startswith("pair:")):
            continue
        facts = {"proposals": taken_up.proposals, "won": taken_up.won}
        named = name_rule(_as_ground(rule), catalogue, say)
        factor = weigh(taken_up, experience.by_kind[kind], knowledge.rules.learning)
        lines.append(say("rules.take_up", rule=named, factor=f"{factor:.2f}", **facts))
    return [*lines, ""]


def _as_ground(rule: str) -> str:
    """Take-up is counted by kind of offer; the rules of those kinds are named by the limit they watch."""
    return rule.replace(f"{OfferKind.UPSELL}:", "tier:")


def _tell_state(state: RuleState, catalogue: Catalogue, say: Phrases) -> str:
    return say(
        "rules.state_set_aside" if state.is_set_aside else "rules.state_in_use",
        key=state.rule,
        rule=name_rule(state.rule, catalogue, say),
        people=state.not_relevant,
        helpful=state.helpful,
        day=state.last_on,
        decided=state.decided_by,
    )


def _read_rule(said: dict[str, float], name: str) -> SignalRule:
    try:
        return SignalRule.model_validate(said)
    except ValidationError as error:
        what = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise SettingsBroken(f"{name}: {what}", file="the command", key=f"{name}: {what}") from error


def _look(
    knowledge: Knowledge, days: list[dt.date], last: dt.date, seen: Callable[[int, int], None]
) -> dict[dt.date, pd.DataFrame]:
    looks = {}
    wanted = sorted({*days, last})
    with knowledge.access(OPERATOR_KEY, as_of=last) as access:
        for place, day in enumerate(wanted, 1):
            looks[day] = assess(replace(access, as_of=day))
            seen(place, len(wanted))
    return looks
