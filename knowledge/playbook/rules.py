"""The rules of the field as data: what ``config.yml`` may tune, checked when the program starts."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class _Rules(BaseModel):
    """Frozen, and an unknown key is an error: a misspelt rule must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Firm(_Rules):
    """Who we are, and whose calendar we keep."""

    name: str = "Our company"
    language: str = Field(default="en", pattern="^(en|ja)$")
    country: str = Field(default="JP", pattern="^[A-Z]{2}$")
    currency: str = Field(default="JPY", pattern="^[A-Z]{3}$")
    timezone: str = "Asia/Tokyo"
    fiscal_year_starts: int = Field(default=4, ge=1, le=12)


class GateRules(_Rules):
    """When a customer may not be pitched (``domain.md`` 2)."""

    nps_blocks_at_most: int = Field(default=6, ge=0, le=10)
    nps_cautions_at_most: int = Field(default=8, ge=0, le=10)
    csat_blocks_below: int = Field(default=50, ge=0, le=100)
    survey_shelf_days: int = Field(default=180, ge=1)
    cool_off_days: int = Field(default=90, ge=0)
    asks_cap: int = Field(default=2, ge=1)
    asks_window_days: int = Field(default=90, ge=1)
    onboarding_days: int = Field(default=90, ge=1)
    adoption_floor: float = Field(default=0.3, ge=0, le=1)


class TimingRules(_Rules):
    """Which moment fits what (``domain.md`` 4)."""

    just_bought_days: int = Field(default=30, ge=0)
    next_problem_days: int = Field(default=90, ge=1)
    renewal_windows: tuple[int, ...] = (120, 90, 60, 30)
    limit_near_share: float = Field(default=0.8, gt=0, le=1)
    limit_pressing_share: float = Field(default=0.9, gt=0, le=1)

    @field_validator("renewal_windows")
    @classmethod
    def _farthest_first(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(days, reverse=True))


class OfferRules(_Rules):
    """How many offers, on how much evidence."""

    most_shown: int = Field(default=2, ge=1, le=2)
    horizon_days: int = Field(default=90, ge=1)
    fewest_cases: int = Field(default=5, ge=1)
    confidence: float = Field(default=0.9, gt=0.5, lt=1)


class UsageRules(_Rules):
    """Recent use against the account's own past."""

    recent_days: int = Field(default=28, ge=7)
    baseline_days: int = Field(default=84, ge=7)
    falling_share: float = Field(default=0.25, gt=0, le=1)
    rising_share: float = Field(default=0.15, gt=0, le=10)
    stale_days: int = Field(default=45, ge=1)


class ChurnWeights(_Rules):
    """Points of 100 that each group of signals can give."""

    usage: int = Field(default=40, ge=0)
    support: int = Field(default=20, ge=0)
    sentiment: int = Field(default=15, ge=0)
    engagement: int = Field(default=15, ge=0)
    commercial: int = Field(default=10, ge=0)


class ChurnRules(_Rules):
    """The churn score's weights and bands (``domain.md`` 7)."""

    weights: ChurnWeights = ChurnWeights()
    at_risk_from: int = Field(default=60, ge=1, le=100)
    watch_from: int = Field(default=35, ge=1, le=100)
    coverage_floor: float = Field(default=0.5, ge=0, le=1)
    silence_days: int = Field(default=60, ge=1)
    renewal_near_days: int = Field(default=90, ge=1)


class TouchRules(_Rules):
    """Touch model by yearly contract value, in main units of the reporting currency."""

    high_from: int = Field(default=3_000_000, ge=0)
    low_from: int = Field(default=600_000, ge=0)


class SightRules(_Rules):
    """Who sees which accounts. A rep: ``own``, the whole ``team``'s, or ``all``."""

    rep_sees: Literal["own", "team", "all"] = "team"
    cs_sees: Literal["own", "all"] = "own"
    ops_sees: Literal["none", "all"] = "none"
    unowned_visible: bool = True


class ConversationRules(_Rules):
    """How long a thread remembers what it is about."""

    expires_minutes: int = Field(default=120, ge=1)


class Rules(_Rules):
    """All of ``config.yml`` that is ours."""

    firm: Firm = Firm()
    gate: GateRules = GateRules()
    timing: TimingRules = TimingRules()
    offers: OfferRules = OfferRules()
    usage: UsageRules = UsageRules()
    churn: ChurnRules = ChurnRules()
    touch: TouchRules = TouchRules()
    sight: SightRules = SightRules()
    conversation: ConversationRules = ConversationRules()
