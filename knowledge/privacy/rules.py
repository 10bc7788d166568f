"""The rules of keeping: after how many days data is dropped."""

from __future__ import annotations

from pydantic import Field

from knowledge.playbook.rule_part import RulePart


class RetentionRules(RulePart):
    """After how many days each kind of data is dropped; None: it is kept until somebody erases it."""

    conversations_days: int | None = Field(default=7, ge=7)
    audit_days: int | None = Field(default=1095, ge=30)
    notes_days: int | None = Field(default=None, ge=30)
    surveys_days: int | None = Field(default=None, ge=30)
    notices_days: int | None = Field(default=400, ge=30)
    tokens_days: int | None = Field(default=30, ge=1)
    jobs_days: int = Field(default=7, ge=7)

    def days_of(self, kind: str) -> int | None:
        """How long this kind of data is kept."""
        days: int | None = getattr(self, f"{kind}_days")
        return days
