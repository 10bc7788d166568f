"""What each person chose for themselves: language, hour of the digest, quiet hours."""

from __future__ import annotations

import json
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from knowledge.store.facts import load_fact, save_fact


class OwnSettings(BaseModel):
    """None where the person chose nothing, so that the firm's own holds. Hours are of their time zone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: str | None = Field(default=None, pattern="^(en|ja)$")
    digest_hour: int | None = Field(default=None, ge=0, le=23)
    quiet_from: int | None = Field(default=None, ge=0, le=23)
    quiet_until: int | None = Field(default=None, ge=0, le=23)


def load_own_settings(connection: Connection, person_key: str) -> OwnSettings:
    """What this person chose."""
    return OwnSettings.model_validate_json(load_fact(connection, _name(person_key)) or "{}")


def change_own_settings(connection: Connection, person_key: str, changes: dict[str, str | int | None]) -> OwnSettings:
    """Change some of it. pydantic's ValidationError for what is no choice."""
    before = load_own_settings(connection, person_key)
    after = OwnSettings.model_validate({**before.model_dump(), **changes})
    save_fact(connection, _name(person_key), json.dumps(after.model_dump(exclude_none=True)))
    return after


def _name(person_key: str) -> str:
    return f"settings:{sha256(person_key.encode()).hexdigest()[:40]}"
