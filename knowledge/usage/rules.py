"""The rules of usage: what is read of it under ``usage`` in ``config.yml``."""

from __future__ import annotations

from pydantic import Field

from knowledge.playbook.rule_part import RulePart


class UsageRules(RulePart):
    """Recent use against the account's own past."""

    recent_days: int = Field(default=28, ge=7)
    baseline_days: int = Field(default=84, ge=7)
    falling_share: float = Field(default=0.25, gt=0, le=1)
    rising_share: float = Field(default=0.15, gt=0, le=10)
    stale_days: int = Field(default=45, ge=1)
    fewest_days: int = Field(default=12, ge=0)
