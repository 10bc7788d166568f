"""Who a token stands for, and which there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from knowledge.agents.commands.tokens import PREFIX, mark_of
from knowledge.kernel.moments import as_utc
from knowledge.tables import AgentToken


@dataclass(frozen=True)
class TokenCard:
    """A token without its secret."""

    id: int
    person_key: str
    agent: str
    created_at: dt.datetime
    ends_at: dt.datetime
    revoked_at: dt.datetime | None
    used_at: dt.datetime | None

    def is_live(self, now: dt.datetime) -> bool:
        """Whether it may be used."""
        return self.revoked_at is None and as_utc(now) < self.ends_at


_COLUMNS = [getattr(AgentToken, name) for name in TokenCard.__dataclass_fields__]


def find_token(connection: Connection, token: str, *, now: dt.datetime) -> TokenCard | None:
    """The card of a token that may be used now; None for any other text, whatever is wrong with it."""
    if not token.startswith(PREFIX):
        return None
    row = connection.execute(select(*_COLUMNS).where(AgentToken.mark == mark_of(token))).first()
    card = _read(row._mapping) if row else None
    return card if card and card.is_live(now) else None


def list_tokens(connection: Connection) -> tuple[TokenCard, ...]:
    """All of them, the newest last."""
    rows = connection.execute(select(*_COLUMNS).order_by(AgentToken.id))
    return tuple(_read(row._mapping) for row in rows)


def _read(row: object) -> TokenCard:
    values = dict(row)  # type: ignore[call-overload]
    for name in ("created_at", "ends_at", "revoked_at", "used_at"):
        values[name] = as_utc(values[name]) if values[name] else None
    return TokenCard(**values)
