"""What asks for a review of a target definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Trigger(StrEnum):
    """Why a definition should be looked at again."""

    EVENT = "event"
    CATALOGUE = "catalogue"
    PRICE = "price"
    WIN_RATE = "win_rate"
    CHURN = "churn"
    COST = "cost"
    STALE = "stale"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Note:
    """One reason to review, for the owner. ``facts`` are JSON values; ``key`` is the same as long as the reason is."""

    trigger: Trigger
    facts: Mapping[str, str | int | float]
    key: str
