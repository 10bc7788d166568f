"""A change that an agent has shown and that waits for its confirmation: kept under a token's mark, dropped in time."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from knowledge.kernel.key_value import drop_fact, find_facts, load_fact, save_fact

_PREVIEW = "preview:"


@dataclass(frozen=True)
class Preview:
    """A change that waits for its confirmation."""

    intent: str
    slots: dict[str, Any]
    as_of: dt.date | None


def keep_preview(
    connection: Connection, preview: Preview, *, person: str, agent: str, now: dt.datetime, minutes: int
) -> str:
    """A token by which the same person's agent confirms it in time; what is over is dropped."""
    token = secrets.token_urlsafe(24)
    told = {
        "person": person,
        "agent": agent,
        "intent": preview.intent,
        "slots": preview.slots,
        "as_of": preview.as_of and preview.as_of.isoformat(),
        "ends": (now + dt.timedelta(minutes=minutes)).isoformat(),
    }
    for name in find_facts(connection, _PREVIEW):
        if (kept := load_fact(connection, name)) and _ends(json.loads(kept)) < now:
            drop_fact(connection, name)
    save_fact(connection, _name(token), json.dumps(told))
    return token


def find_preview(connection: Connection, token: str, *, person: str, agent: str, now: dt.datetime) -> Preview | None:
    """What waits under a token; None where it is another's, too old, or was never made."""
    kept = load_fact(connection, _name(token))
    told = json.loads(kept) if kept else {}
    if (told.get("person"), told.get("agent")) != (person, agent) or _ends(told) < now:
        return None
    as_of = told["as_of"]
    return Preview(told["intent"], told["slots"], dt.date.fromisoformat(as_of) if as_of else None)


def _name(token: str) -> str:
    return f"{_PREVIEW}{sha256(token.encode()).hexdigest()[:40]}"


def _ends(told: dict[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(told["ends"])
