"""Tokens are made once, shown once, and ended: each in the audit trail."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from knowledge.errors import TokenUnknown
from knowledge.kernel.audit import append_audit
from knowledge.kernel.moments import as_utc
from knowledge.kernel.visibility import Viewer
from knowledge.tables import AgentToken

PREFIX = "osusume_"  # so that scanners of secrets and people know it for what it is
_BYTES = 32
_PLACE = "terminal"


def create_token(connection: Connection, person: Viewer, agent: str, *, now: dt.datetime, days: int) -> tuple[int, str]:
    """The token's number, and the token itself, which is kept nowhere."""
    token = f"{PREFIX}{secrets.token_urlsafe(_BYTES)}"
    values = {
        "mark": mark_of(token),
        "person_key": person.key,
        "agent": agent,
        "created_at": as_utc(now),
        "ends_at": as_utc(now) + dt.timedelta(days=days),
    }
    number = int(connection.execute(insert(AgentToken).values(values).returning(AgentToken.id)).scalar_one())
    facts = {"token": number, "agent": agent, "days": days}
    append_audit(connection, at=now, person_key=person.key, place=_PLACE, act="token.created", facts=facts)
    return number, token


def revoke_token(connection: Connection, number: int, *, now: dt.datetime) -> None:
    """End a token at once; one that was ended before stays so. TokenUnknown."""
    row = connection.execute(select(AgentToken.person_key, AgentToken.agent).where(AgentToken.id == number)).first()
    if row is None:
        raise TokenUnknown(f"There is no token {number}: osusume token list", number=number)
    ended = update(AgentToken).where(AgentToken.id == number, AgentToken.revoked_at.is_(None))
    connection.execute(ended.values(revoked_at=as_utc(now)))
    facts = {"token": number, "agent": row.agent}
    append_audit(connection, at=now, person_key=row.person_key, place=_PLACE, act="token.revoked", facts=facts)


def note_use(connection: Connection, number: int, *, now: dt.datetime) -> None:
    """Note that it was used."""
    connection.execute(update(AgentToken).where(AgentToken.id == number).values(used_at=as_utc(now)))


def mark_of(token: str) -> str:
    """What is kept of a token. It is as long as a key, so that a plain hash cannot be guessed back."""
    return sha256(token.encode()).hexdigest()
