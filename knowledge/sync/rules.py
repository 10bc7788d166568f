"""The rules of the sync: how often sources are read, and what is stale."""

from __future__ import annotations

from pydantic import Field

from knowledge.playbook.rule_part import RulePart


class SyncRules(RulePart):
    """How often sources are read, and from which age on what they told is called stale."""

    every_minutes: int = Field(default=15, ge=1)
    full_every_hours: int = Field(default=24, ge=1)
    most_gone_share: float = Field(default=0.5, gt=0, le=1)
    stale_after_hours: float = Field(default=6, gt=0)
