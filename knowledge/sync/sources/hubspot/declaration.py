"""What may stand in the file of a HubSpot source."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from knowledge.sync.writing.declared import WritingDeclaration


class HubspotTable(StrEnum):
    """What is read, by its path in the API."""

    OWNERS = "owners"
    COMPANIES = "companies"
    CONTACTS = "contacts"
    PRODUCTS = "products"
    DEALS = "deals"
    LINE_ITEMS = "line_items"
    TICKETS = "tickets"
    LEADS = "leads"


USUAL = tuple(table for table in HubspotTable if table is not HubspotTable.LEADS)
"""Leads are left out unless told: they need a seat of Sales Hub Professional."""


class HubspotSource(WritingDeclaration):
    """``token_env``: the environment variable that holds a service key, or the token of a private app.

    ``properties``: what a mapping of the firm's own reads beside the usual ones, by table. ``version``: of the API, by
    date; HubSpot keeps each for 18 months. ``address``: another than HubSpot's own.
    """

    kind: Literal["hubspot"]
    token_env: str
    tables: tuple[HubspotTable, ...] = USUAL
    properties: dict[HubspotTable, tuple[str, ...]] = Field(default_factory=dict)
    version: str = Field(default="2026-03", pattern=r"^\d{4}-\d{2}$")
    address: str = "https://api.hubapi.com"
