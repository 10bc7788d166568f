"""What the terminal does with rules: try a changed one on past days, show which alerts are acted on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from actions.presenters.rules import tell_rules
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.churn.queries import rule_trials
from knowledge.churn.queries.alert_record import SignalRecord, load_signal_records
from knowledge.churn.queries.rule_trials import TriedRule
from knowledge.churn.rule_trial import Alarm
from knowledge.offers.queries.experience import load_experience
from knowledge.offers.queries.rule_states import load_rule_states
from knowledge.offers.take_up import record_rules
from knowledge.playbook.phrases import Phrases

__all__ = ["Alarm", "SignalRecord", "TriedRule", "show_offer_rules", "show_signals", "try_signal_rule"]


def try_signal_rule(
    store: str | None,
    rule: str,
    changes: dict[str, float | None],
    *,
    as_of: dt.date | None,
    days: int,
    seen: Callable[[int, int], None],
) -> TriedRule:
    """Whom a changed rule would have told, week by week. RuleUnknown, SettingsBroken."""
    knowledge = open_filled(store)
    with knowledge.access(OPERATOR_KEY, as_of=as_of or firm_clock(knowledge).today()) as access:
        return rule_trials.try_signal_rule(access, rule, changes, days=days, seen=seen)


def show_signals(store: str | None, *, as_of: dt.date | None, days: int) -> list[tuple[SignalRecord, bool]]:
    """How often each signal's alerts were acted on, and whether less weight is proposed for it."""
    knowledge = open_filled(store)
    with knowledge.access(OPERATOR_KEY, as_of=as_of or firm_clock(knowledge).today()) as access:
        records = load_signal_records(access, days=days)
        return [(record, record.is_to_demote(access.rules.digest)) for record in records]


def show_offer_rules(store: str | None, *, as_of: dt.date | None, language: str | None) -> list[str]:
    """The rules behind offers, a line each: what colleagues said and operations decided, then take-up by rule."""
    knowledge = open_filled(store)
    rules, say = knowledge.rules, Phrases(language or knowledge.rules.firm.language)
    with knowledge.access(OPERATOR_KEY, as_of=as_of or firm_clock(knowledge).today()) as access:
        catalogue, states, experience = load_catalogue(access), load_rule_states(access), load_experience(access)
    fewest = rules.offers.fewest_cases
    records = record_rules(experience.by_rule, experience.by_kind, rules.learning, fewest=fewest)
    return tell_rules(states, records, catalogue, say)
