"""What each person chose for themselves: language, time zone, hour of the digest, quiet hours, pictures.

It goes before what the import says of them: ``find_viewer`` and ``load_colleagues`` give language and zone with it.
"""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import Connection, select

from knowledge.kernel.key_value import load_fact, save_fact
from knowledge.kernel.zones import is_known_zone
from knowledge.notifications.rules import ReminderRules
from knowledge.tables import StoreFact

_NAME = "settings:"


class OwnSettings(BaseModel):
    """None where the person chose nothing, so that the firm's own holds. Hours are of their time zone.

    Quiet hours that begin and end at the same hour are none at all.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: str | None = Field(default=None, pattern="^(en|ja)$")
    timezone: str | None = None
    digest_hour: int | None = Field(default=None, ge=0, le=23)
    quiet_from: int | None = Field(default=None, ge=0, le=23)
    quiet_until: int | None = Field(default=None, ge=0, le=23)
    pictures: str | None = Field(default=None, pattern="^(light|dark)$")

    def quiet_hours(self, firm: ReminderRules) -> ReminderRules:
        """The firm's quiet hours with what the person chose in their place."""
        chosen = {"quiet_from": self.quiet_from, "quiet_until": self.quiet_until}
        return firm.model_copy(update={name: dt.time(hour) for name, hour in chosen.items() if hour is not None})

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, name: str | None) -> str | None:
        if name is not None and not is_known_zone(name):
            raise ValueError(f"{name} is not a time zone")
        return name


def load_own_settings(connection: Connection, person_key: str) -> OwnSettings:
    """What this person chose."""
    return OwnSettings.model_validate_json(load_fact(connection, settings_name(person_key)) or "{}")


def load_all_settings(connection: Connection) -> dict[str, OwnSettings]:
    """What everybody chose, by ``settings_name``: for reading many people at once."""
    query = select(StoreFact.name, StoreFact.value).where(StoreFact.name.startswith(_NAME))
    return {name: OwnSettings.model_validate_json(value) for name, value in connection.execute(query)}


def change_own_settings(connection: Connection, person_key: str, changes: dict[str, str | int | None]) -> OwnSettings:
    """Change some of it. pydantic's ValidationError for what is no choice."""
    before = load_own_settings(connection, person_key)
    after = OwnSettings.model_validate({**before.model_dump(), **changes})
    save_fact(connection, settings_name(person_key), json.dumps(after.model_dump(exclude_none=True)))
    return after


def settings_name(person_key: str) -> str:
    """Under which name a person's settings are kept; keys may be longer than a name may be."""
    return f"{_NAME}{sha256(person_key.encode()).hexdigest()[:40]}"
