"""The rules of the firm's figures: what ``config.yml`` may tune under ``metrics``."""

from __future__ import annotations

from pydantic import Field, model_validator

from knowledge.metrics.metric import Metric
from knowledge.playbook.rule_part import RulePart


class MetricRules(RulePart):
    """How the firm's figures are told (``domain.md`` 10). Files are paths beside ``config.yml``, or absolute."""

    gross_margin: float = Field(default=0.75, gt=0, le=1)
    ltv_cap_months: int = Field(default=60, ge=1)
    periods_shown: int = Field(default=12, ge=2, le=60)
    settling_days: int = Field(default=28, ge=0, le=90)
    rates_file: str | None = None
    targets: dict[Metric, float] = Field(default_factory=dict)
    misspelt_targets: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _set_misspelt_aside(cls, given: object) -> object:
        """One wrong word must not keep every digest from being sent: the digests say what to mend."""
        targets = given.get("targets") if isinstance(given, dict) else None
        if not isinstance(given, dict) or not isinstance(targets, dict):
            return given
        known = {name: value for name, value in targets.items() if str(name) in set(Metric)}
        return {
            **given,
            "targets": known,
            "misspelt_targets": tuple(str(each) for each in targets if each not in known),
        }
