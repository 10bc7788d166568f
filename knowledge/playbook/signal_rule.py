"""How one churn signal gives points: a part of ``config.yml`` churn.signals."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from knowledge.playbook.rule_part import RulePart


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
