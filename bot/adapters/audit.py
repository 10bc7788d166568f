"""The audit trail over the store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bot.dialogue.message import Message, Turn
from knowledge.kernel.audit import append_audit
from knowledge.kernel.idempotency import joined
from knowledge.knowledge import Knowledge


@dataclass(frozen=True)
class StoreAudit:
    """The audit trail in the store: one entry for what was said or clicked, one for each answer shown."""

    knowledge: Knowledge

    def note(self, message: Message, turn: Turn) -> None:
        """Append to the trail; who asked is kept by key, also of somebody unknown."""
        click = message.click
        said: dict[str, Any] = {"intent": click.intent, "slots": click.slots} if click else {}
        common: dict[str, Any] = {
            "at": dt.datetime.now(tz=dt.UTC),
            "person_key": message.asker,
            "place": message.thread,
        }
        with joined(self.knowledge.engine) as connection:
            act = "clicked" if click else "said"
            append_audit(connection, **common, act=act, text=message.text or None, facts=said)
            for reply in turn.replies:
                account_id = reply.account.id if reply.account else None
                told = {"intent": reply.intent, "language": reply.language, "figures": [f.key for f in reply.figures]}
                append_audit(connection, **common, act="shown", account_id=account_id, text=reply.headline, facts=told)
