"""What a place where people talk needs beside the conversation: who they are, and where answers may be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from actions.reply import Reply
from bot.dialogue.conversation import Conversation

Say = Callable[..., str]


@dataclass(frozen=True)
class Colleague:
    """Somebody of our own firm whom the store knows."""

    key: str
    name: str
    role: str | None = None
    language: str | None = None
    pictures: str | None = None


@dataclass(frozen=True)
class Spot:
    """Where an answer would stand. ``is_private``: only the asker reads it. ``leaves_firm``: outsiders read along."""

    channel: str
    is_private: bool
    leaves_firm: bool = False


class NotificationSink(Protocol):
    """Hands one reply to one person; raises where they cannot be reached."""

    def __call__(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        """``key`` is the same for every attempt; ``again``: it may have arrived before."""


class NotificationDispatcher(Protocol):
    """Has what is due for people."""

    def bring(self, deliver: NotificationSink) -> int:
        """Deliver what is due; how much was."""


class KeyValueStore(Protocol):
    """Keeps small texts by name; the store's, so that every replica has them."""

    def keep(self, name: str, value: str) -> None:
        """Put a text in place of what was there."""

    def kept(self, name: str) -> str | None:
        """The text; None where there is none."""

    def replace(self, name: str, old: str, new: str) -> bool:
        """Put ``new`` in place of ``old``; False where somebody else has changed it meanwhile."""

    def drop(self, name: str, value: str | None = None) -> bool:
        """Take it away, with ``value`` only if it still says so; whether it was there."""

    def names(self, beginning: str) -> list[str]:
        """The names that begin so."""


@dataclass(frozen=True)
class Standing:
    """How the store stands, for monitoring. Moments are seconds since 1970, 0 where there is none.

    ``overdue``: notices that are due and not told, the oldest for ``oldest_seconds``; ``told_at``: when somebody was
    told last; ``night``: the newest day looked at; ``age_days``: of the newest row of each kind;
    ``sync_age_seconds``: by source, since its oldest table was read; ``sync_failing``: how many of its tables fail.
    """

    overdue: int
    oldest_seconds: float
    told_at: float
    night: float
    night_failing: bool
    age_days: Mapping[str, int]
    sync_age_seconds: Mapping[str, float]
    sync_failing: Mapping[str, int]


class Office(KeyValueStore, Protocol):
    """The rules and people around the conversation; ``bot.adapters`` makes it from the store."""

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

    def digest_channel(self, person_key: str) -> str | None:
        """The channel where this manager's team reads their digest; None where it goes to them alone."""

    def wants_dark(self, person_key: str) -> bool:
        """Whether this person chose dark pictures."""

    def find_account(self, asker: str, name: str) -> int | None:
        """The one customer of this name that the asker may see."""

    def sees(self, asker: str, account_id: int) -> bool:
        """Whether the asker may see this customer now."""

    def folds(self, intent: str) -> bool:
        """Whether answers to this question are shown in parts where there is little room."""

    def is_in_place(self, intent: str) -> bool:
        """Whether what the buttons of this question do is shown in the place of the message they stand in."""

    def suggest_accounts(self, asker: str, said: str) -> list[tuple[int, str]]:
        """Customers the asker may see whose name holds what was typed: id and name, those that begin so first."""

    def suggest_products(self, asker: str, said: str) -> list[str]:
        """Names of products on sale that hold what was typed."""

    def find_takers(
        self, asker: str, said: str, *, handoff_id: int | None, toward: str | None
    ) -> list[tuple[str, str]]:
        """Colleagues who may be given this handoff, or a new one ``toward`` a side: key, and name with team."""

    def read_amount(self, text: str) -> int | None:
        """An amount as somebody wrote it, in minor units of the firm's currency; None where it is none."""

    def ops_emails(self) -> tuple[str, ...]:
        """Those who look after the assistant."""

    def showing(self, asker: str, reply: Reply, spot: Spot, *, asked_openly: bool) -> str:
        """``openly``, ``to_asker`` or ``refused``: whether a reply may stand there."""

    def was_told(self, key: str) -> bool:
        """Whether what has this key was noted as told."""

    def note_told(self, key: str) -> None:
        """Note it, for all replicas."""

    def find_ails(self) -> list[str]:
        """What keeps people from being answered or told, a line each; nothing where all is well."""

    def read_standing(self) -> Standing:
        """The same in numbers."""

    @property
    def workspaces(self) -> tuple[str, ...]:
        """The Slack workspaces that ``slack.workspaces`` names as the firm's."""

    def keep_aside(self, slots_by_name: Mapping[str, dict[str, Any]]) -> None:
        """Keep what buttons have no room for, until ``forget_aged`` drops it."""

    def replace_aside(self, name: str, slots: dict[str, Any]) -> None:
        """The same in place of what was kept under this name; nothing takes it away."""

    def find_aside(self, name: str) -> dict[str, Any]:
        """What was kept under this name; empty where it was dropped, so that it is asked for again."""

    def forget_aged(self, now: dt.datetime) -> None:
        """Drop what its time is over for, by the firm's ``retention``."""

    @property
    def jobs_kept(self) -> dt.timedelta:
        """How long finished work is kept."""

    def change_settings(self, asker: str, changes: dict[str, str | int | None]) -> dict[str, Any]:
        """What holds for this person, once ``changes`` are kept: their choices, and the firm's where they made none."""

    def find_begun_lists(self, asker: str) -> list[dict[str, str | int]]:
        """Customer and talk of each checklist that this person has begun, the newest first."""

    def has_phrase(self, name: str) -> bool:
        """Whether ``slack.yml`` has this phrase."""

    def say(self, language: str) -> Say:
        """Says the phrases of ``slack.yml`` in a language: ``say("share")``."""
