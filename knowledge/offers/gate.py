"""May this customer be pitched at all, and if not, what would lift it (``domain.md`` 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.columns import (
    Columns,
    Flags,
    Floats,
    Measures,
    Row,
    as_day,
    day_or_none,
    days,
    is_one_of,
    numbers,
)
from knowledge.accounts.records import ALL_RECORDED, Records
from knowledge.churn.score import ChurnBand
from knowledge.churn.signals import PAYMENT_LATE
from knowledge.playbook.rules import Rules
from knowledge.usage.policy import UseState

if TYPE_CHECKING:
    pass


class GateReason(StrEnum):
    """Why nothing may be offered now, gravest first."""

    HOLD = "hold"
    SEVERE_TICKET = "severe_ticket"
    DETRACTOR = "detractor"
    CSAT_LOW = "csat_low"
    CHURN_HIGH = "churn_high"
    USE_COLLAPSED = "use_collapsed"
    ONBOARDING_LOW_ADOPTION = "onboarding_low_adoption"
    ASKS_CAP = "asks_cap"
    BUDGET_FROZEN = "budget_frozen"


class Caution(StrEnum):
    """What does not forbid an offer but asks for a question first."""

    PASSIVE = "passive"
    UNKNOWN_SATISFACTION = "unknown_satisfaction"
    UNKNOWN_CHURN = "unknown_churn"
    STALE_USAGE = "stale_usage"
    USE_FALLING = "use_falling"
    PAYMENT_LATE = "payment_late"
    CHAMPION_GONE = "champion_gone"
    RENEWAL_NEAR = "renewal_near"
    LOST = "lost"


class Lift(StrEnum):
    """What opens the gate again."""

    HOLD_EXPIRES = "hold_expires"
    TICKET_CLOSED = "ticket_closed"
    BETTER_ANSWER = "better_answer"
    CHURN_FALLS = "churn_falls"
    USE_RECOVERS = "use_recovers"
    ADOPTION_REACHED = "adoption_reached"
    ASKS_WINDOW_FREES = "asks_window_frees"
    BUDGET_FREES = "budget_frees"


@dataclass(frozen=True)
class Block:
    """One reason against an offer, the event that lifts it, and the day it lifts by itself, if it ever does."""

    reason: GateReason
    lift: Lift
    lifts_on: date | None


_LIFT_OF = {
    GateReason.HOLD: Lift.HOLD_EXPIRES,
    GateReason.SEVERE_TICKET: Lift.TICKET_CLOSED,
    GateReason.DETRACTOR: Lift.BETTER_ANSWER,
    GateReason.CSAT_LOW: Lift.BETTER_ANSWER,
    GateReason.CHURN_HIGH: Lift.CHURN_FALLS,
    GateReason.USE_COLLAPSED: Lift.USE_RECOVERS,
    GateReason.ONBOARDING_LOW_ADOPTION: Lift.ADOPTION_REACHED,
    GateReason.ASKS_CAP: Lift.ASKS_WINDOW_FREES,
    GateReason.BUDGET_FROZEN: Lift.BUDGET_FREES,
}


def gate_columns(measures: Measures, rules: Rules, *, as_of: date, records: Records = ALL_RECORDED) -> Columns:
    """For each customer every reason against an offer and every caution, one value a row of the measures.

    measures: with the columns of ``score_churn``. gate_<reason> and caution_<caution>: yes or no;
    gate_open: no reason holds. What is missing never opens or closes the gate: it is a caution.
    Use that the firm records of nobody (``records``) is no caution about one.
    The cool-off after a "no" is per product: see ``cool_off``.
    """
    held = _reasons(measures, rules, as_of)
    blocked = np.any([held[reason] for reason in GateReason], axis=0)
    cautions = _cautions(measures, rules, records)
    return {
        "gate_open": ~blocked,
        **{f"gate_{reason}": held[reason] for reason in GateReason},
        **{f"caution_{caution}": cautions[caution] for caution in Caution},
    }


def explain_gate(row: Row, rules: Rules) -> tuple[Block, ...]:
    """The reasons that hold for one row of the measures (with ``gate_columns``), gravest first, and what lifts each.

    A survey lifts by a better answer, or by age on the day after its shelf life.
    """
    return tuple(
        Block(reason, _LIFT_OF[reason], _lifts_on(reason, row, rules)) for reason in GateReason if row[f"gate_{reason}"]
    )


def _reasons(measures: Measures, rules: Rules, as_of: date) -> dict[GateReason, Flags]:
    today, gate = as_day(as_of), rules.gate
    unadopted = numbers(measures, "adoption_share") < gate.adoption_floor
    return {
        GateReason.HOLD: days(measures, "hold_expires_on") > today,
        GateReason.SEVERE_TICKET: numbers(measures, "open_severe") > 0,
        GateReason.DETRACTOR: numbers(measures, "nps_fresh") <= gate.nps_blocks_at_most,
        GateReason.CSAT_LOW: numbers(measures, "csat_fresh") < gate.csat_blocks_below,
        GateReason.CHURN_HIGH: is_one_of(measures, "churn_band", ChurnBand.AT_RISK),
        GateReason.USE_COLLAPSED: _use_trend(measures) <= -gate.use_collapse_share,
        GateReason.ONBOARDING_LOW_ADOPTION: (days(measures, "onboarding_until") > today) & unadopted,
        GateReason.ASKS_CAP: numbers(measures, "asks") >= gate.asks_cap,
        GateReason.BUDGET_FROZEN: days(measures, "budget_frozen_until") > today,
    }


def _use_trend(measures: Measures) -> Floats:
    """The fall of events, or of people where a source counts only them."""
    events = numbers(measures, "use_trend")
    return np.where(np.isnan(events), numbers(measures, "users_trend"), events)


def _cautions(measures: Measures, rules: Rules, records: Records) -> dict[Caution, Flags]:
    nps, csat = numbers(measures, "nps_fresh"), numbers(measures, "csat_fresh")
    blocks, cautions = rules.gate.nps_blocks_at_most, rules.gate.nps_cautions_at_most
    age = numbers(measures, "usage_age_days")
    return {
        Caution.PASSIVE: (nps > blocks) & (nps <= cautions),
        Caution.UNKNOWN_SATISFACTION: np.isnan(nps) & np.isnan(csat),
        Caution.UNKNOWN_CHURN: is_one_of(measures, "churn_band", ChurnBand.UNKNOWN),
        Caution.STALE_USAGE: ~(age <= rules.usage.stale_days) & records.usage,
        Caution.USE_FALLING: is_one_of(measures, "use_state", UseState.FALLING),
        Caution.PAYMENT_LATE: numbers(measures, "overdue_days") > rules.churn.signals[PAYMENT_LATE.key].starts_at,
        Caution.CHAMPION_GONE: numbers(measures, "champion_gone") == 1,
        Caution.RENEWAL_NEAR: numbers(measures, "days_to_decide") <= rules.churn.renewal_near_days,
        Caution.LOST: is_one_of(measures, "churn_band", ChurnBand.LOST),
    }


def _lifts_on(reason: GateReason, row: Row, rules: Rules) -> date | None:
    column, wait = {
        GateReason.HOLD: ("hold_expires_on", 0),
        GateReason.DETRACTOR: ("nps_on", rules.gate.survey_shelf_days + 1),
        GateReason.CSAT_LOW: ("csat_on", rules.gate.survey_shelf_days + 1),
        GateReason.ONBOARDING_LOW_ADOPTION: ("onboarding_until", 0),
        GateReason.ASKS_CAP: ("capping_ask_on", rules.gate.asks_window_days),
        GateReason.BUDGET_FROZEN: ("budget_frozen_until", 0),
    }.get(reason, (None, 0))
    day = day_or_none(row[column]) if column else None
    return day + timedelta(days=wait) if day else None
