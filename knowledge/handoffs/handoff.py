"""A handoff as records: what was handed over, where it stands, every step both sides took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.handoffs.lifecycle import HandoffEvent, HandoffKind, HandoffState, Urgency


@dataclass(frozen=True)
class HandoffCard:
    """One handoff with the names of both sides. ``to_*`` is None while it lies in the queue of ``team``."""

    id: int
    account_id: int
    account: str
    kind: HandoffKind
    product_id: int | None
    need: str
    evidence: str | None
    urgency: Urgency
    contact: str | None
    avoid: str | None
    link: str | None
    from_id: int | None
    from_key: str
    from_name: str | None
    to_id: int | None
    to_key: str | None
    to_name: str | None
    team: str | None
    state: HandoffState
    version: int
    nudges: int
    created_at: dt.datetime
    state_at: dt.datetime
    due_at: dt.datetime | None
    reason: str | None
    amount_minor: int | None
    currency: str | None


@dataclass(frozen=True)
class StepCard:
    """One step: who did what when, in their words. ``who`` is None for the clock and the operator."""

    version: int
    at: dt.datetime
    who_key: str | None
    who: str | None
    event: HandoffEvent
    state: HandoffState
    text: str | None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Colleague:
    """One of our own people, as far as handing over is concerned."""

    id: int
    key: str
    name: str
    role: str
    team: str | None
    manager_id: int | None
    language: str | None
    timezone: str | None
    country: str | None
    has_left: bool = False
    away_until: dt.date | None = None
    deputy_id: int | None = None
