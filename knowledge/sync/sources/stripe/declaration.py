"""What may stand in the file of a Stripe source."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from knowledge.sync.source_kind import Declaration


class StripeTable(StrEnum):
    """What is read, by its path in the API."""

    CUSTOMERS = "customers"
    PRODUCTS = "products"
    SUBSCRIPTIONS = "subscriptions"
    INVOICES = "invoices"


class StripeSource(Declaration):
    """``key_env``: the environment variable that holds a restricted key. ``address``: another than Stripe's own."""

    kind: Literal["stripe"]
    key_env: str
    tables: tuple[StripeTable, ...] = tuple(StripeTable)
    address: str = "https://api.stripe.com"
