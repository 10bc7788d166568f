"""What may stand in the file of a Salesforce source."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from knowledge.sync.source_kind import Declaration

FieldName = Annotated[str, Field(pattern=r"^\w{1,80}$")]


class SalesforceTable(StrEnum):
    """What is read, by its name in the API."""

    USER = "User"
    PRODUCT = "Product2"
    ACCOUNT = "Account"
    CONTACT = "Contact"
    LEAD = "Lead"
    OPPORTUNITY = "Opportunity"
    OPPORTUNITY_LINE = "OpportunityLineItem"
    ASSET = "Asset"
    TASK = "Task"
    EVENT = "Event"
    CASE = "Case"


class SalesforceSource(Declaration):
    """``address``: of the org's own domain. ``client_id_env``, ``client_secret_env``: name the environment variables of
    an external client app; ``refresh_token_env``: of a person's token, where the app is to act as one.

    ``fields``: what a mapping of the firm's own reads beside the usual ones, by table. ``version``: of the API.
    """

    kind: Literal["salesforce"]
    address: str = Field(pattern=r"^https?://")
    client_id_env: str
    client_secret_env: str
    refresh_token_env: str | None = None
    tables: tuple[SalesforceTable, ...] = tuple(SalesforceTable)
    fields: dict[SalesforceTable, tuple[FieldName, ...]] = Field(default_factory=dict)
    version: str = Field(default="62.0", pattern=r"^\d{2}\.0$")
