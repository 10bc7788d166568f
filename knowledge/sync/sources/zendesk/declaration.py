"""What may stand in the file of a Zendesk source."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from knowledge.sync.source_kind import Declaration


class ZendeskTable(StrEnum):
    """What is read, by its path in the API."""

    ORGANIZATIONS = "organizations"
    USERS = "users"
    TICKETS = "tickets"


class ZendeskSource(Declaration):
    """``address``: of the account; ``token_env``: the environment variable that holds an OAuth token with read scopes.

    All rows are read each week only: Zendesk asks not to export whole sets again and again, and its exports tell of
    deleted tickets.
    """

    kind: Literal["zendesk"]
    address: str = Field(pattern=r"^https?://")
    token_env: str
    tables: tuple[ZendeskTable, ...] = tuple(ZendeskTable)
    full_every_hours: int | None = Field(default=168, ge=1)
