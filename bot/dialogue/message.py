"""What comes in through the one door, and what goes out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from actions.reply import Reply
from bot.nlu.reading import Reading


@dataclass(frozen=True)
class Click:
    """A button pressed: the intent it stands for, and what it says beside that."""

    intent: str
    slots: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """Who said or clicked what, where. ``as_of`` and ``language`` override the clock and the language heard.

    ``key`` is the same whenever the same message comes in again; one with a key is answered and acted on once.
    ``prefers`` is the asker's own language, for where neither words nor thread tell which.
    """

    asker: str
    thread: str
    text: str = ""
    click: Click | None = None
    as_of: dt.date | None = None
    language: str | None = None
    prefers: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Turn:
    """What was understood of a message, one for each question in it, and the answers."""

    understandings: tuple[Reading, ...]
    replies: tuple[Reply, ...]
