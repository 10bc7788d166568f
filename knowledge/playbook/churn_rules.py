"""The rules of the churn score: what ``config.yml`` may tune under ``churn``."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from knowledge.playbook.rule_part import RulePart
from knowledge.terms import ChurnSignal


class ChurnWeights(RulePart):
    """Points of 100 that each group of signals can give."""

    usage: int = Field(default=40, ge=0)
    support: int = Field(default=20, ge=0)
    sentiment: int = Field(default=15, ge=0)
    engagement: int = Field(default=15, ge=0)
    commercial: int = Field(default=10, ge=0)


class SignalRule(RulePart):
    """One churn signal: no points up to ``starts_at``, full points from ``full_at``, even steps between.

    The unit of both is the signal's own: a share for falls, days for waiting, a count for events, 1 for yes.
    """

    points: float = Field(ge=0, le=100)
    starts_at: float = 0
    full_at: float = 1

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.full_at <= self.starts_at:
            raise ValueError("full_at must lie above starts_at")
        return self


_SIGNALS = {
    ChurnSignal.USE_FALLING: SignalRule(points=40, starts_at=0.1, full_at=0.5),
    ChurnSignal.USERS_LEAVING: SignalRule(points=20, starts_at=0.1, full_at=0.5),
    ChurnSignal.KEY_FEATURE_UNUSED: SignalRule(points=10),
    ChurnSignal.LOW_ADOPTION: SignalRule(points=15, starts_at=0.5, full_at=0.9),
    ChurnSignal.BUYING_SLOWED: SignalRule(points=40, starts_at=0.4, full_at=0.9),
    ChurnSignal.SEVERE_TICKET: SignalRule(points=12),
    ChurnSignal.TICKET_REOPENED: SignalRule(points=6, full_at=2),
    ChurnSignal.SUPPORT_NEGATIVE: SignalRule(points=8, full_at=2),
    ChurnSignal.INQUIRIES_SILENT: SignalRule(points=6, starts_at=0.5, full_at=1),
    ChurnSignal.NPS_LOW: SignalRule(points=15, starts_at=1, full_at=4),
    ChurnSignal.CSAT_LOW: SignalRule(points=10, starts_at=0.3, full_at=0.6),
    ChurnSignal.SATISFACTION_DOWN: SignalRule(points=6, starts_at=0.1, full_at=0.4),
    ChurnSignal.CHAMPION_GONE: SignalRule(points=10),
    ChurnSignal.SILENCE: SignalRule(points=8, starts_at=60, full_at=120),
    ChurnSignal.RENEWAL_WITHOUT_CONTACT: SignalRule(points=6, starts_at=14, full_at=45),
    ChurnSignal.PAYMENT_LATE: SignalRule(points=6, starts_at=7, full_at=45),
    ChurnSignal.SEATS_REDUCED: SignalRule(points=6, starts_at=0.05, full_at=0.4),
    ChurnSignal.CANCEL_REQUESTED: SignalRule(points=10),
}


class ChurnRules(RulePart):
    """The churn score's weights, signals and bands (``domain.md`` 7), and when it may learn from losses."""

    weights: ChurnWeights = ChurnWeights()
    signals: dict[ChurnSignal, SignalRule] = Field(default_factory=_SIGNALS.copy)
    at_risk_from: int = Field(default=60, ge=1, le=100)
    watch_from: int = Field(default=35, ge=1, le=100)
    hysteresis_points: int = Field(default=5, ge=0, le=30)
    alert_points: int = Field(default=10, ge=1, le=100)
    coverage_floor: float = Field(default=0.5, ge=0, le=1)
    coverage_sure: float = Field(default=0.8, ge=0, le=1)
    renewal_near_days: int = Field(default=90, ge=1)
    seats_back_days: int = Field(default=90, ge=1)
    source_stale_days: int = Field(default=90, ge=1)
    half_life_days: int = Field(default=120, ge=1)
    definition: Literal["auto", "contract", "buying"] = "auto"
    horizon_days: int = Field(default=90, ge=7)
    successor_days: int = Field(default=31, ge=0)
    losses_to_learn: int = Field(default=20, ge=10)
    losses_to_calibrate: int = Field(default=40, ge=20)
    saves_to_tell: int = Field(default=5, ge=1)

    @field_validator("signals")
    @classmethod
    def _every_signal(cls, given: dict[ChurnSignal, SignalRule]) -> dict[ChurnSignal, SignalRule]:
        return {**_SIGNALS, **given}

    @model_validator(mode="after")
    def _watch_below_at_risk(self) -> Self:
        if self.watch_from >= self.at_risk_from:
            raise ValueError("watch_from must lie below at_risk_from")
        return self
