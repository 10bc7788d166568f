"""What a place where people talk needs beside the conversation: who they are, and where answers may be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from actions.reply import Reply
from bot.conversation import Conversation

Say = Callable[..., str]


@dataclass(frozen=True)
class Colleague:
    """Somebody of our own firm whom the store knows."""

    key: str
    name: str
    role: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Spot:
    """Where an answer would stand. ``is_private``: only the asker reads it. ``leaves_firm``: outsiders read along."""

    channel: str
    is_private: bool
    leaves_firm: bool = False


class Deliver(Protocol):
    """Hands one reply to one person; raises where they cannot be reached."""

    def __call__(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        """``key`` is the same for every attempt; ``again``: it may have arrived before."""


class Courier(Protocol):
    """Has what is due for people."""

    def bring(self, deliver: Deliver) -> int:
        """Deliver what is due; how much was."""


class Office(Protocol):
    """The rules and people around the conversation; wiring makes it from the store."""

    @property
    def conversation(self) -> Conversation:
        """The one door."""

    @property
    def ops_channel(self) -> str | None:
        """The channel that operations read."""

    @property
    def language(self) -> str:
        """The firm's own language."""

    def find_colleague(self, email: str) -> Colleague | None:
        """Who has this e-mail."""

    def email_of(self, person_key: str) -> str | None:
        """The e-mail under which somebody is reached."""

    def find_account(self, asker: str, name: str) -> int | None:
        """The one customer of this name that the asker may see."""

    def ops_emails(self) -> tuple[str, ...]:
        """Those who look after the assistant."""

    def showing(self, asker: str, reply: Reply, spot: Spot, *, asked_openly: bool) -> str:
        """``openly``, ``to_asker`` or ``refused``: whether a reply may stand there."""

    def change_settings(self, asker: str, changes: dict[str, str | int | None]) -> dict[str, Any]:
        """What this person chose for themselves, once ``changes`` are kept."""

    def has_phrase(self, name: str) -> bool:
        """Whether ``slack.yml`` has this phrase."""

    def say(self, language: str) -> Say:
        """Says the phrases of ``slack.yml`` in a language: ``say("share")``."""
