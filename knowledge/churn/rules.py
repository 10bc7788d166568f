"""The rules of the churn score: what ``config.yml`` may tune under ``churn``."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from knowledge.churn.signals import SIGNALS
from knowledge.playbook.rule_part import RulePart
from knowledge.playbook.signal_rule import SignalRule


class ChurnWeights(RulePart):
    """Points of 100 that each group of signals can give."""

    usage: int = Field(default=40, ge=0)
    support: int = Field(default=20, ge=0)
    sentiment: int = Field(default=15, ge=0)
    engagement: int = Field(default=15, ge=0)
    commercial: int = Field(default=10, ge=0)


class ChurnRules(RulePart):
    """The churn score's weights, signals and bands (``domain.md`` 7), and when it may learn from losses."""

    weights: ChurnWeights = ChurnWeights()
    signals: dict[str, SignalRule] = Field(default_factory=lambda: {key: each.rule for key, each in SIGNALS.items()})
    at_risk_from: int = Field(default=60, ge=1, le=100)
    watch_from: int = Field(default=35, ge=1, le=100)
    hysteresis_points: int = Field(default=5, ge=0, le=30)
    overdue_alarm_days: int = Field(default=45, ge=1)
    alert_points: int = Field(default=10, ge=1, le=100)
    coverage_floor: float = Field(default=0.5, ge=0, le=1)
    coverage_sure: float = Field(default=0.8, ge=0, le=1)
    renewal_near_days: int = Field(default=90, ge=1)
    seats_back_days: int = Field(default=90, ge=1)
    source_stale_days: int = Field(default=90, ge=1)
    half_life_days: int = Field(default=120, ge=1)
    few_orders_days: int = Field(default=120, ge=1)
    definition: Literal["auto", "contract", "events", "buying"] = "auto"
    horizon_days: int = Field(default=90, ge=7)
    successor_days: int = Field(default=31, ge=0)
    losses_to_learn: int = Field(default=20, ge=10)
    losses_to_calibrate: int = Field(default=40, ge=20)
    recoveries_to_tell: int = Field(default=5, ge=1)

    @field_validator("signals")
    @classmethod
    def _every_signal(cls, given: dict[str, SignalRule]) -> dict[str, SignalRule]:
        unknown = sorted(set(given) - set(SIGNALS))
        if unknown:
            raise ValueError(f"no such signal: {', '.join(unknown)}; there are {', '.join(SIGNALS)}")
        return {key: given.get(key, signal.rule) for key, signal in SIGNALS.items()}

    @model_validator(mode="after")
    def _watch_below_at_risk(self) -> Self:
        if self.watch_from >= self.at_risk_from:
            raise ValueError("watch_from must lie below at_risk_from")
        return self
