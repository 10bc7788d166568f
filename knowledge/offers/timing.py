"""When an offer fits: now, at a named day or event, or not now, each with its one reason (``domain.md`` 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.choices import Choices
from knowledge.accounts.columns import (
    NO_DAY,
    Columns,
    Days,
    Flags,
    Floats,
    Measures,
    Row,
    as_day,
    day_or_none,
    days,
    days_between,
    is_one_of,
    later_by,
    latest_bought,
    numbers,
    shifted,
)
from knowledge.accounts.records import ALL_RECORDED, Records
from knowledge.accounts.rhythm import LEAST_GAP_DAYS
from knowledge.churn.score import ChurnBand
from knowledge.playbook.rules import Rules
from knowledge.terms import EXPANSIONS, OfferKind, Verdict
from knowledge.usage.policy import UseState

if TYPE_CHECKING:
    pass


class TimingReason(StrEnum):
    """Why this moment, in the words of the rule; ``FACTS`` names the columns a sentence may use."""

    CS_FIRST = "cs_first"
    LOST = "lost"
    JUST_BOUGHT = "just_bought"
    TOO_FRESH = "too_fresh"
    ONBOARDING = "onboarding"
    DEAL_SETTLING = "deal_settling"
    DEAL_FIRST = "deal_first"
    RENEWAL_HEALTH = "renewal_health"
    RENEWAL_EXPANSION = "renewal_expansion"
    RENEWAL_PROPOSAL = "renewal_proposal"
    RENEWAL_LAST = "renewal_last"
    LIMIT_PRESSING = "limit_pressing"
    LIMIT_NEAR = "limit_near"
    LIMIT_FAR = "limit_far"
    SATISFACTION_ROSE = "satisfaction_rose"
    USE_RISING = "use_rising"
    NEED_STATED = "need_stated"
    NEXT_PROBLEM = "next_problem"
    NEXT_PROBLEM_SOON = "next_problem_soon"
    OWN_PACE = "own_pace"
    OWN_PACE_SOON = "own_pace_soon"
    SETTLED = "settled"
    NOT_KNOWN = "not_known"
    THEY_SAID = "they_said"
    ORDERING = "ordering"
    DUE_AGAIN = "due_again"
    STOPPED_ORDERING = "stopped_ordering"
    BOUND_ELSEWHERE = "bound_elsewhere"


FACTS: dict[TimingReason, tuple[str, ...]] = {
    TimingReason.CS_FIRST: ("churn_band", "nps_fresh", "csat_fresh", "open_severe"),
    TimingReason.LOST: ("ended_on",),
    TimingReason.JUST_BOUGHT: ("bought_on",),
    TimingReason.TOO_FRESH: ("bought_on",),
    TimingReason.ONBOARDING: ("onboarding_until",),
    TimingReason.DEAL_SETTLING: ("open_deal_on",),
    TimingReason.DEAL_FIRST: ("open_deal_on",),
    TimingReason.RENEWAL_HEALTH: ("decide_by", "days_to_decide"),
    TimingReason.RENEWAL_EXPANSION: ("decide_by", "days_to_decide"),
    TimingReason.RENEWAL_PROPOSAL: ("decide_by", "days_to_decide"),
    TimingReason.RENEWAL_LAST: ("decide_by", "days_to_decide"),
    TimingReason.LIMIT_PRESSING: ("limit_share", "seat_share"),
    TimingReason.LIMIT_NEAR: ("limit_share", "seat_share"),
    TimingReason.LIMIT_FAR: ("limit_share", "seat_share"),
    TimingReason.SATISFACTION_ROSE: ("nps", "nps_previous", "nps_on", "csat", "csat_previous", "csat_on"),
    TimingReason.USE_RISING: ("use_trend", "users_trend"),
    TimingReason.NEED_STATED: ("open_needs", "last_need_on"),
    TimingReason.NEXT_PROBLEM: ("bought_on",),
    TimingReason.NEXT_PROBLEM_SOON: ("bought_on",),
    TimingReason.OWN_PACE: ("bought_on", "pace_days"),
    TimingReason.OWN_PACE_SOON: ("bought_on", "pace_days"),
    TimingReason.SETTLED: ("bought_on", "customer_since"),
    TimingReason.NOT_KNOWN: (),
    TimingReason.THEY_SAID: (),
    TimingReason.ORDERING: ("bought_on",),
    TimingReason.DUE_AGAIN: (),
    TimingReason.STOPPED_ORDERING: (),
    TimingReason.BOUND_ELSEWHERE: (),
}
"""Columns of the measures that carry the figures of a reason."""

Rule = tuple[TimingReason, Verdict, Flags, Days | np.datetime64]
# Days on which somebody without any contract has bought: from here on they order again and again, in their own rhythm.
_FEWEST_ORDERS = 3
# An opportunity without news for half a year is not being settled.
_DEAL_SETTLES_DAYS = 180


def timing_columns(measures: Measures, rules: Rules, *, as_of: date, records: Records = ALL_RECORDED) -> Columns:
    """For each customer and kind of offer whether the moment is right, one value a row of the measures.

    measures: with the columns of ``score_churn``. <kind>_verdict: Verdict; <kind>_reason: TimingReason;
    <kind>_on: the day until which to wait, missing where an event decides; bought_on: the latest purchase or start of
    a contract; pace_days: days from one new contract of theirs to the next, where fewer than timing.next_problem_days.
    The first rule that holds decides: what comes first, then renewal, then growth. JUST_BOUGHT opens cross-selling for
    closely related add-ons only. Who orders again and again is met with every order (ORDERING).
    """
    moment = _Moment(measures, rules, as_of, records)
    columns: Columns = {"bought_on": moment.bought, "pace_days": moment.pace}
    for kind in EXPANSIONS:
        columns |= _decide(
            kind, _before_any_offer(moment, kind) + _renewal(moment) + _growth(moment, kind), len(moment.known)
        )
    return columns


@dataclass(frozen=True)
class Timing:
    """The moment of one offer: the verdict, its one reason, and the day to wait for where there is one."""

    verdict: Verdict
    reason: TimingReason
    until: date | None


# What a need in the customer's own words overrides; trouble, onboarding and a fresh purchase it does not.
_LESS_THAN_A_NEED = {
    TimingReason.NEXT_PROBLEM_SOON,
    TimingReason.NEXT_PROBLEM,
    TimingReason.OWN_PACE_SOON,
    TimingReason.OWN_PACE,
    TimingReason.USE_RISING,
    TimingReason.SETTLED,
    TimingReason.NOT_KNOWN,
    TimingReason.LIMIT_FAR,
    TimingReason.RENEWAL_HEALTH,
    TimingReason.ORDERING,
}


def time_offer(row: Row, kind: OfferKind, *, answers_need: bool) -> Timing:
    """The moment of one offer, from the row of ``timing_columns``; a need that it answers makes it now."""
    reason = TimingReason(row[f"{kind}_reason"])
    if answers_need and reason in _LESS_THAN_A_NEED:
        return Timing(Verdict.NOW, TimingReason.NEED_STATED, None)
    return Timing(Verdict(row[f"{kind}_verdict"]), reason, day_or_none(row[f"{kind}_on"]))


class _Moment:
    """The facts all rules share, as arrays."""

    def __init__(self, measures: Measures, rules: Rules, as_of: date, records: Records) -> None:
        self.rules, self.today = rules, as_day(as_of)
        self.bought = latest_bought(measures)
        self.since_bought = days_between(self.bought, self.today)
        self.pace = _own_pace(measures, rules)
        self.onboarding_until = days(measures, "onboarding_until")
        self.lost = is_one_of(measures, "churn_band", ChurnBand.LOST)
        self.cs_first = (
            is_one_of(measures, "churn_band", ChurnBand.AT_RISK)
            | (numbers(measures, "nps_fresh") <= rules.gate.nps_blocks_at_most)
            | (numbers(measures, "csat_fresh") < rules.gate.csat_blocks_below)
            | (numbers(measures, "open_severe") > 0)
        )
        self.settling = days_between(days(measures, "open_deal_on"), self.today) <= _DEAL_SETTLES_DAYS
        self.decide_by, self.left = days(measures, "decide_by"), numbers(measures, "days_to_decide")
        self.limit, self.seats = numbers(measures, "limit_share"), numbers(measures, "seat_share")
        fresh = np.fmin(numbers(measures, "nps_age_days"), numbers(measures, "csat_age_days"))
        self.rose = (numbers(measures, "satisfaction_change") > 0) & (fresh <= rules.timing.next_problem_days)
        self.growing = is_one_of(measures, "use_state", UseState.RISING)
        healthy = is_one_of(measures, "churn_band", ChurnBand.HEALTHY)
        self.well = healthy & (numbers(measures, "nps_fresh") > rules.gate.nps_cautions_at_most)
        self.orders = np.isnat(days(measures, "contract_since")) & (
            numbers(measures, "purchase_days") >= (1 if records.trades else _FEWEST_ORDERS)
        )
        self.known = ~np.isnat(self.bought) | ~np.isnat(days(measures, "customer_since"))


def _own_pace(measures: Measures, rules: Rules) -> Floats:
    """Days between two new contracts, where they let fewer pass than until a next problem usually shows."""
    pace = np.ceil(numbers(measures, "contract_gap_days"))
    return np.where(pace < rules.timing.next_problem_days, np.maximum(pace, LEAST_GAP_DAYS), np.nan)


def _before_any_offer(moment: _Moment, kind: OfferKind) -> list[Rule]:
    """What comes first whatever else holds: trouble, the days after a purchase, onboarding, a deal on the table."""
    timing = moment.rules.timing
    fresh_days = np.fmin(timing.just_bought_days, moment.pace - 1)
    just = moment.since_bought <= fresh_days
    unfinished = moment.onboarding_until > moment.today
    settled_on = np.fmax(later_by(moment.bought, fresh_days + 1), moment.onboarding_until)
    fresh: Rule
    deal: Rule
    if kind is OfferKind.CROSS_SELL:
        fresh = (TimingReason.JUST_BOUGHT, Verdict.NOW, just, NO_DAY)
        deal = (TimingReason.DEAL_SETTLING, Verdict.NOW, moment.settling, NO_DAY)
    else:
        fresh = (TimingReason.TOO_FRESH, Verdict.WAIT, just, settled_on)
        deal = (TimingReason.DEAL_FIRST, Verdict.WAIT, moment.settling, NO_DAY)
    ordering = moment.orders if kind is OfferKind.CROSS_SELL else np.zeros_like(moment.orders)
    return [
        (TimingReason.LOST, Verdict.NOT_NOW, moment.lost, NO_DAY),
        (TimingReason.CS_FIRST, Verdict.NOT_NOW, moment.cs_first, NO_DAY),
        (TimingReason.ORDERING, Verdict.NOW, ordering, NO_DAY),
        fresh,
        (TimingReason.ONBOARDING, Verdict.WAIT, unfinished, moment.onboarding_until),
        deal,
    ]


def _renewal(moment: _Moment) -> list[Rule]:
    """Health first, then expansion, then the proposal: the windows before the day they must decide."""
    health, expansion, proposal, last = (*moment.rules.timing.renewal_windows, 0, 0, 0, 0)[:4]
    opens = shifted(moment.decide_by, -expansion)
    return [
        (TimingReason.RENEWAL_LAST, Verdict.NOW, moment.left <= last, NO_DAY),
        (TimingReason.RENEWAL_PROPOSAL, Verdict.NOW, moment.left <= proposal, NO_DAY),
        (TimingReason.RENEWAL_EXPANSION, Verdict.NOW, moment.left <= expansion, NO_DAY),
        (TimingReason.RENEWAL_HEALTH, Verdict.WAIT, (moment.left <= health) & ~moment.well, opens),
    ]


def _growth(moment: _Moment, kind: OfferKind) -> list[Rule]:
    """What speaks for this kind outside of any window."""
    timing = moment.rules.timing
    if kind is OfferKind.CROSS_SELL:
        next_on = shifted(moment.bought, timing.next_problem_days)
        waiting = moment.since_bought < timing.next_problem_days
        arrived = moment.since_bought < 2 * timing.next_problem_days
        due_on = later_by(moment.bought, moment.pace)
        return [
            (TimingReason.OWN_PACE_SOON, Verdict.WAIT, moment.since_bought < moment.pace, due_on),
            (TimingReason.OWN_PACE, Verdict.NOW, moment.since_bought < 2 * moment.pace, NO_DAY),
            (TimingReason.NEXT_PROBLEM_SOON, Verdict.WAIT, waiting, next_on),
            (TimingReason.NEXT_PROBLEM, Verdict.NOW, arrived, NO_DAY),
            (TimingReason.USE_RISING, Verdict.NOW, moment.growing, NO_DAY),
            (TimingReason.SETTLED, Verdict.NOW, moment.known, NO_DAY),
        ]
    near = moment.seats if kind is OfferKind.SEATS else moment.limit
    rules: list[Rule] = [
        (TimingReason.LIMIT_PRESSING, Verdict.NOW, near >= timing.limit_pressing_share, NO_DAY),
        (TimingReason.LIMIT_NEAR, Verdict.NOW, near >= timing.limit_near_share, NO_DAY),
    ]
    if kind is OfferKind.UPSELL:
        rules += [
            (TimingReason.SATISFACTION_ROSE, Verdict.NOW, moment.rose, NO_DAY),
            (TimingReason.USE_RISING, Verdict.NOW, moment.growing, NO_DAY),
        ]
    return [*rules, (TimingReason.LIMIT_FAR, Verdict.WAIT, ~np.isnan(near), NO_DAY)]


def _decide(kind: OfferKind, rules: Sequence[Rule], size: int) -> Columns:
    """The first rule that holds for each account; unknown where none does."""
    order = np.full(size, len(rules))
    on = np.full(size, NO_DAY)
    for place in reversed(range(len(rules))):
        held = rules[place][2]
        order[held] = place
        on = np.where(held, rules[place][3], on)
    verdicts, reasons = list(Verdict), list(TimingReason)
    verdict = np.array([verdicts.index(rule[1]) for rule in rules] + [verdicts.index(Verdict.UNKNOWN)], dtype=np.int8)
    reason = np.array(
        [reasons.index(rule[0]) for rule in rules] + [reasons.index(TimingReason.NOT_KNOWN)], dtype=np.int8
    )
    return {
        f"{kind}_verdict": Choices(Verdict, verdict[order]),
        f"{kind}_reason": Choices(TimingReason, reason[order]),
        f"{kind}_on": on,
    }
