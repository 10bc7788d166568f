"""The audit trail over the store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bot.adapters.open_store import OPERATOR_KEY, open_named
from bot.clock import utc_now
from bot.dialogue.message import Message, Turn
from knowledge.accounts.queries.accounts import find_account_id
from knowledge.kernel.audit import append_audit
from knowledge.kernel.audit_trail import AuditLine, load_audit
from knowledge.kernel.idempotency import joined
from knowledge.knowledge import Knowledge
from knowledge.playbook.queries.unanswered import NO_ARTICLE

__all__ = ["AuditLine", "StoreAudit", "read_audit"]


@dataclass(frozen=True)
class StoreAudit:
    """The audit trail in the store: one entry for what was said or clicked, one for each answer shown."""

    knowledge: Knowledge

    def note(self, message: Message, turn: Turn) -> None:
        """Append to the trail; who asked is kept by key, also of somebody unknown."""
        click = message.click
        said: dict[str, Any] = {"intent": click.intent, "slots": click.slots} if click else {}
        common: dict[str, Any] = {
            "at": utc_now(),
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
                if reply.no_article and message.text:
                    append_audit(
                        connection, **common, act=NO_ARTICLE, text=message.text, facts={"intent": reply.intent}
                    )


def read_audit(
    store: str | None, *, person: str | None, account: str | None, since: dt.datetime | None, limit: int
) -> tuple[AuditLine, ...]:
    """The newest entries of the audit trail. PersonUnknown or AccountUnknown for a name that nobody has."""
    knowledge = open_named(store)
    key = knowledge.viewer(person).key if person else None
    with knowledge.access(OPERATOR_KEY, as_of=utc_now().date()) as access:
        account_id = find_account_id(access, account) if account else None
        return load_audit(access.connection, person_key=key, account_id=account_id, since=since, limit=limit)
