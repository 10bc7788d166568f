"""Churn in words: each signal with its figure, baseline and day, and what to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from actions.presenters.figures import whole
from actions.reply import Figure, Lineage
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.catalogue.catalogue import ProductCard
from knowledge.churn.explained import RaisedSignal
from knowledge.churn.lost_by import ChurnDefinition
from knowledge.churn.signal import Span
from knowledge.churn.signals import BUYING_SLOWED, CANCEL_REQUESTED, SIGNALS
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import Severity

Products = Mapping[int, ProductCard]
_PERIODS = {1: "day", 7: "week", 30: "month"}


def tell_signal(signal: RaisedSignal, products: Products, say: Phrases) -> str:
    """One signal as a clause: "Use fell by 40%: 34,629 events in four weeks against 57,863 before (to 24 Sep)"."""
    product = products.get(int(signal.product_id)) if signal.product_id is not None else None
    facts: dict[str, Any] = {
        "share": Share(abs(signal.severity)),
        "value": _rounded(signal.value),
        "baseline": _rounded(signal.baseline),
        "day": signal.on,
        "product": product.called(say.language) if product else None,
        "period": _PERIODS.get(int(signal.period or 1)),
    }
    return say(SIGNALS[signal.name].sentence, **facts)


def signal_figure(case: Account360, signal: RaisedSignal, rules: Rules, say: Phrases) -> Figure:
    """The points of one signal, down to the rows it was read from."""
    rule = rules.churn.signals[signal.name]
    facts = {"most": rule.points, "severity": f"{signal.severity:.3g}", "starts": f"{rule.starts_at:g}"}
    return Figure(
        key=f"signal_{signal.name}",
        label=say("churn.signal_label", signal=say(SIGNALS[signal.name].name)),
        value=say("churn.signal_value", points=signal.points, most=signal.most),
        raw=signal.points,
        unit="points",
        basis=tell_signal(signal, case.catalogue.products, say),
        as_of=case.as_of,
        formula=say(
            "churn.signal_formula",
            **facts,
            full=f"{rule.full_at:g}",
            weight=getattr(rules.churn.weights, signal.group),
        ),
        lineage=_trace(case, signal, rules),
    )


def tell_definition(definition: str, rules: Rules, say: Phrases, *, horizon_days: int) -> str:
    """What counts as lost, in words; of several ways of telling it, each."""
    named = definition.split("+")
    told = [_tell_one(each, rules, say, horizon_days=horizon_days) for each in named]
    if len(named) > 1 and named[-1] == ChurnDefinition.BUYING:
        told[-1] = say("churn.definition_beside", told=told[-1])
    return reduce(lambda first, other: say("churn.definition_or", first=first, other=other), told)


def _tell_one(definition: str, rules: Rules, say: Phrases, *, horizon_days: int) -> str:
    if definition == "buying":
        return say("churn.definition_buying", horizon=horizon_days)
    if definition == "events":
        return say("churn.definition_events", days=rules.churn.successor_days)
    return say("churn.definition_contract", days=rules.churn.successor_days)


def tell_play(signals: Sequence[RaisedSignal], touch_model: str, say: Phrases) -> str:
    """What to do first, by the strongest signal, and by which medium; empty where nothing speaks for leaving."""
    if not signals:
        return ""
    asked = any(signal.name == CANCEL_REQUESTED.key for signal in signals)
    if asked:
        play = say("churn.play_cancel")
    elif signals[0].name == BUYING_SLOWED.key:
        play = say("churn.play_buying")
    else:
        play = say(f"churn.play_{signals[0].group}")
    medium = say("churn.medium_high" if asked else f"churn.medium_{touch_model}")
    return say("assess_churn.play", medium=medium[:1].upper() + medium[1:], play=play)


def _trace(case: Account360, raised: RaisedSignal, rules: Rules) -> Lineage:
    signal, account, since, until = SIGNALS[raised.name], case.account.id, None, case.as_of
    match signal.span:
        case Span.OPEN_SEVERE:
            ids = tuple(ticket.id for ticket in case.tickets if ticket.severity == Severity.SEVERE)
            return Lineage(table=signal.table, account_id=account, ids=ids[:20])
        case Span.USAGE_WINDOWS:
            until = day_or_none(case.row["usage_until"]) or case.as_of
            since = until - dt.timedelta(days=rules.usage.recent_days + rules.usage.baseline_days - 1)
        case Span.INQUIRY_WINDOW if whole(case.row, "inquiries_recent") is not None:
            since = case.as_of - dt.timedelta(days=rules.support.recent_days - 1)
        case Span.INQUIRY_WINDOWS:
            since = case.as_of - dt.timedelta(days=rules.support.recent_days + rules.support.baseline_days - 1)
    return Lineage(table=signal.table, account_id=account, since=since, until=until)


def _rounded(value: float | None) -> float | None:
    """Whole above ten and where it is whole, one decimal below: nobody reads 57,863.3 events, nor 2.0 times."""
    if value is None:
        return None
    return round(value) if abs(value) >= 10 or value == round(value) else round(value, 1)
