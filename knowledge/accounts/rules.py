"""The rules by which accounts are sorted: segments, and how closely each is looked after."""

from __future__ import annotations

from pydantic import Field

from knowledge.playbook.rule_part import RulePart


class SegmentRules(RulePart):
    """RFM segments and phases (``domain.md`` 8)."""

    fewest_accounts: int = Field(default=50, ge=5)
    adopted_share: float = Field(default=0.6, gt=0, le=1)
    new_days: int = Field(default=90, ge=1)


class TouchRules(RulePart):
    """Touch model by yearly contract value, in main units of the reporting currency."""

    high_from: int = Field(default=3_000_000, ge=0)
    low_from: int = Field(default=600_000, ge=0)
