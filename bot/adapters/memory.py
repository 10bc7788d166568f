"""What a thread was about, kept between its messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bot.clock import utc_now
from knowledge.kernel.conversations import load_conversation, save_conversation
from knowledge.kernel.idempotency import joined, reading
from knowledge.knowledge import Knowledge


@dataclass(frozen=True)
class StoreMemory:
    """Conversations in the store; they expire as ``config.yml`` says."""

    knowledge: Knowledge

    def load(self, thread: str, asker: str) -> dict[str, Any]:
        """The state of a thread; empty when it is new or has expired."""
        since = utc_now() - dt.timedelta(minutes=self.knowledge.rules.conversation.expires_minutes)
        with reading(self.knowledge.engine) as connection:
            return load_conversation(connection, thread, asker, since=since)

    def save(self, thread: str, asker: str, state: dict[str, Any]) -> None:
        """Remember the state."""
        with joined(self.knowledge.engine) as connection:
            save_conversation(connection, thread, asker, state, at=utc_now())


class NoMemory:
    """Forgets at once."""

    def load(self, thread: str, asker: str) -> dict[str, Any]:
        """Nothing."""
        del thread, asker
        return {}

    def save(self, thread: str, asker: str, state: dict[str, Any]) -> None:
        """Let it go."""
