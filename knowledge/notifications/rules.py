"""The rules of what people are told without asking: digests, alerts, reminders, and when they are left in peace."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from knowledge.playbook.rule_part import RulePart


class DigestRules(RulePart):
    """When and how much people are told of customers in danger without asking (``domain.md`` 7)."""

    hour: dt.time = dt.time(8, 30)
    channels: dict[str, str] = Field(default_factory=dict)
    most_lines: int = Field(default=10, ge=1, le=10)
    reasons_shown: int = Field(default=2, ge=1, le=5)
    late_minutes: int = Field(default=60, ge=1)
    alerts_a_day: int = Field(default=3, ge=0)
    acted_days: int = Field(default=7, ge=1)
    least_acted_share: float = Field(default=0.5, ge=0, le=1)
    fewest_alerts: int = Field(default=10, ge=1)
    snooze_days: int = Field(default=14, ge=1)
    keep_days: int = Field(default=400, ge=100)
    picture_days: int = Field(default=90, ge=7)


class ReminderRules(RulePart):
    """When people are left in peace, and how long one replica has to deliver what it took up."""

    quiet_from: dt.time = dt.time(20)
    quiet_until: dt.time = dt.time(8)
    lease_seconds: int = Field(default=120, ge=1)
    before_meeting_minutes: int = Field(default=60, ge=5)
    meeting_days: int = Field(default=7, ge=1)
