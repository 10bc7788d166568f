"""By what a lost customer is told, and several of these as one word."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class ChurnDefinition(StrEnum):
    """CONTRACT: the last contract ended and none followed within churn.successor_days. EVENTS: the firm recorded the
    loss. BUYING: nothing was bought, for longer than is usual for the customer."""

    CONTRACT = "contract"
    EVENTS = "events"
    BUYING = "buying"


def name_together(definitions: Iterable[ChurnDefinition]) -> str:
    """Several definitions as one word: ``events+contract``.

    >>> name_together([ChurnDefinition.CONTRACT, ChurnDefinition.BUYING])
    'contract+buying'
    """
    return "+".join(definitions)
