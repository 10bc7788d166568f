"""The rules of offers: when to make none, which moment fits, on how much evidence, and what outcomes change."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import Field, field_validator, model_validator

from knowledge.playbook.rule_part import RulePart
from knowledge.terms import LostReason

_COOL_OFFS = {
    LostReason.PRICE: 90,
    LostReason.TIMING: 90,
    LostReason.NO_NEED: 180,
    LostReason.COMPETITOR: 365,
    LostReason.MISSING_FEATURE: 180,
    LostReason.NO_BUDGET: 90,
}


class GateRules(RulePart):
    """When a customer may not be pitched (``domain.md`` 2)."""

    nps_blocks_at_most: int = Field(default=6, ge=0, le=10)
    nps_cautions_at_most: int = Field(default=8, ge=0, le=10)
    csat_blocks_below: int = Field(default=50, ge=0, le=100)
    survey_shelf_days: int = Field(default=180, ge=1)
    cool_off_days: int = Field(default=90, ge=0)
    cool_off_by_reason: dict[LostReason, int] = Field(default_factory=_COOL_OFFS.copy)
    cancelled_rest_days: int = Field(default=365, ge=0)
    asks_cap: int = Field(default=2, ge=1)
    asks_window_days: int = Field(default=90, ge=1)
    onboarding_days: int = Field(default=90, ge=1)
    adoption_floor: float = Field(default=0.3, ge=0, le=1)
    use_collapse_share: float = Field(default=0.4, gt=0, le=1)

    @field_validator("cool_off_by_reason")
    @classmethod
    def _every_reason(cls, given: dict[LostReason, int]) -> dict[LostReason, int]:
        if any(days < 0 for days in given.values()):
            raise ValueError("days must not be negative")
        return {**_COOL_OFFS, **given}

    def rest_days(self, reason: str | None) -> int:
        """How long a product rests at a customer after a "no" for this reason."""
        known = LostReason(reason) if reason in set(LostReason) else LostReason.OTHER
        return self.cool_off_by_reason.get(known, self.cool_off_days)


class TimingRules(RulePart):
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


class OfferRules(RulePart):
    """How many offers, on how much evidence."""

    most_shown: int = Field(default=2, ge=1, le=2)
    horizon_days: int = Field(default=90, ge=1)
    fewest_cases: int = Field(default=5, ge=1)
    fewest_adopters: int = Field(default=3, ge=1)
    least_score: float = Field(default=0.12, ge=0, le=1)
    stale_days: int = Field(default=550, ge=30)
    confidence: float = Field(default=0.9, gt=0.5, lt=1)
    history_points: float = Field(default=0.4, ge=0, le=1)
    need_points: float = Field(default=0.4, ge=0, le=1)
    related_points: float = Field(default=0.1, ge=0, le=1)
    addon_points: float = Field(default=0.15, ge=0, le=1)
    limit_points: float = Field(default=0.8, ge=0, le=1)
    growth_points: float = Field(default=0.1, ge=0, le=1)
    refill_points: float = Field(default=0.5, ge=0, le=1)
    regain_points: float = Field(default=0.35, ge=0, le=1)
    range_share: float = Field(default=0.5, gt=0, le=1)


class DraftRules(RulePart):
    """What every draft may promise without asking anybody: small start, length of a talk, how prices are told."""

    trial_days: int = Field(default=30, ge=1)
    first_people: int = Field(default=5, ge=1)
    talk_minutes: int = Field(default=20, ge=5)
    news_days: int = Field(default=2, ge=1)
    prices_without_tax: bool = True


class LearningRules(RulePart):
    """How outcomes and colleagues' words change the next choice."""

    not_relevant_people: int = Field(default=3, ge=2)
    prior_proposals: int = Field(default=20, ge=1)
    most_shift: float = Field(default=0.5, ge=0, lt=1)
    silent_days: int = Field(default=90, ge=1)


class HoldoutRules(RulePart):
    """A share of customers that gets no prompts, to measure what prompts do. Off at 0."""

    share: float = Field(default=0, ge=0, le=0.5)
    since: dt.date | None = None
    until: dt.date | None = None
    name: str = "first"

    @model_validator(mode="after")
    def _begins(self) -> Self:
        if self.share and self.since is None:
            raise ValueError("a holdout needs since, the day it begins")
        return self
