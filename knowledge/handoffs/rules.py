"""The rules of handoffs: how long each side has."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import Field, model_validator

from knowledge.playbook.rule_part import RulePart


class HandoffRules(RulePart):
    """How long each side has, in business days of the owner's country (``domain.md`` 9)."""

    answer_days_hot: float = Field(default=1, gt=0)
    answer_days: float = Field(default=2, gt=0)
    first_touch_days: float = Field(default=5, gt=0)
    return_days: float = Field(default=1, gt=0)
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(18)
    queue_team: str = ""

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must lie before closes")
        return self
