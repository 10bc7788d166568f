"""The rules of support: what is read of inquiries under ``support`` in ``config.yml``."""

from __future__ import annotations

from pydantic import Field

from knowledge.playbook.rule_part import RulePart


class SupportRules(RulePart):
    """Inquiries lately against the account's own past, so that silence shows."""

    recent_days: int = Field(default=90, ge=1)
    baseline_days: int = Field(default=270, ge=1)
    fewest_expected: float = Field(default=3, gt=0)
