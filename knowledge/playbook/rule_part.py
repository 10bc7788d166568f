"""What every part of ``config.yml`` has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RulePart(BaseModel):
    """Frozen, and an unknown key is an error: a misspelt rule must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
