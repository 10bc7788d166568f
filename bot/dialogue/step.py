"""What answers a message: an action with its slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """Run ``action_<intent>`` with ``slots``. ``waits_for``: the intent that goes on once a question back is answered.

    ``first`` is run before it: what takes a change back that is now made for the customer meant.
    """

    intent: str
    slots: dict[str, Any] = field(default_factory=dict)
    waits_for: str | None = None
    first: Step | None = None
