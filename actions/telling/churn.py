"""Churn in words: each signal with its figure, baseline and day, and what to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from actions.reply import Figure, Trace
from actions.telling.figures import whole
from knowledge.analytics.churn_explained import Signal
from knowledge.analytics.columns import day_or_none
from knowledge.case import Case
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import ChurnGroup, ChurnSignal

# Which rows a signal was read from.
_TABLE_OF = {
    ChurnSignal.BUYING_SLOWED: "purchases",
    ChurnSignal.CHAMPION_GONE: "contacts",
    ChurnSignal.SILENCE: "touches",
    ChurnSignal.RENEWAL_WITHOUT_CONTACT: "subscriptions",
    ChurnSignal.PAYMENT_LATE: "invoices",
    ChurnSignal.SEATS_REDUCED: "subscriptions",
    ChurnSignal.CANCEL_REQUESTED: "subscriptions",
}
_TABLE_OF_GROUP = {ChurnGroup.USAGE: "usage", ChurnGroup.SUPPORT: "tickets", ChurnGroup.SENTIMENT: "surveys"}


def tell_signal(signal: Signal, say: Phrases) -> str:
    """One signal as a clause: "Use fell by 40%: 34,629 events in four weeks against 57,863 before (to 24 Sep)"."""
    facts: dict[str, Any] = {
        "share": Share(abs(signal.severity)),
        "value": _rounded(signal.value),
        "baseline": _rounded(signal.baseline),
        "day": signal.on,
    }
    return say(f"churn.{signal.name}", **facts)


def signal_figure(case: Case, signal: Signal, rules: Rules, say: Phrases) -> Figure:
    """The points of one signal, down to the rows it was read from."""
    rule = rules.churn.signals[signal.name]
    facts = {"most": rule.points, "severity": f"{signal.severity:.3g}", "starts": f"{rule.starts_at:g}"}
    return Figure(
        key=f"signal_{signal.name}",
        label=say("churn.signal_label", signal=say(f"churn.name_{signal.name}")),
        value=say("churn.signal_value", points=signal.points, most=signal.most),
        raw=signal.points,
        unit="points",
        basis=tell_signal(signal, say),
        as_of=case.as_of,
        formula=say(
            "churn.signal_formula",
            **facts,
            full=f"{rule.full_at:g}",
            weight=getattr(rules.churn.weights, signal.group),
        ),
        trace=_trace(case, signal, rules),
    )


def tell_definition(definition: str, rules: Rules, say: Phrases, *, horizon_days: int) -> str:
    """What counts as lost, in words."""
    if definition == "buying":
        return say("churn.definition_buying", horizon=horizon_days)
    return say("churn.definition_contract", days=rules.churn.successor_days)


def tell_play(signals: Sequence[Signal], touch_model: str, say: Phrases) -> str:
    """What to do first, by the strongest signal, and by which medium; empty where nothing speaks for leaving."""
    if not signals:
        return ""
    asked = any(signal.name is ChurnSignal.CANCEL_REQUESTED for signal in signals)
    play = say("churn.play_cancel") if asked else say(f"churn.play_{signals[0].group}")
    medium = say("churn.medium_high" if asked else f"churn.medium_{touch_model}")
    return say("assess_churn.play", medium=medium[:1].upper() + medium[1:], play=play)


def _trace(case: Case, signal: Signal, rules: Rules) -> Trace:
    table = _TABLE_OF.get(signal.name) or _TABLE_OF_GROUP[signal.group]
    account, since, until = case.account.id, None, case.as_of
    if table == "usage":
        until = day_or_none(case.row["usage_until"]) or case.as_of
        since = until - dt.timedelta(days=rules.usage.recent_days + rules.usage.baseline_days - 1)
    elif signal.name is ChurnSignal.SEVERE_TICKET:
        ids = tuple(ticket.id for ticket in case.tickets if ticket.severity == "severe")
        return Trace(table=table, account_id=account, ids=ids[:20])
    elif table == "tickets" and whole(case.row, "inquiries_recent") is not None:
        since = case.as_of - dt.timedelta(days=rules.support.recent_days - 1)
    return Trace(table=table, account_id=account, since=since, until=until)


def _rounded(value: float | None) -> float | None:
    """Whole above ten, one decimal below: nobody reads 57,863.3 events."""
    return None if value is None else float(round(value)) if abs(value) >= 10 else round(value, 1)
