"""Who is at which browser, and what they were shown: in memory, of this process, gone when it ends."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TypeVar

from actions.reply import Reply
from bot.ports import Colleague

Kept = TypeVar("Kept")
_SESSIONS, _TALKS, _TURNS, _SHOWN = 500, 50, 30, 300  # the most kept; the oldest go first


@dataclass(frozen=True)
class Shown:
    """A reply as it stands on a page, under the name by which its figures, pictures and files are found again."""

    name: str
    reply: Reply


@dataclass(frozen=True)
class Said:
    """One turn of a talk: what was typed or pressed, and the answers."""

    words: str
    answers: tuple[Shown, ...]


@dataclass
class Session:
    """One browser of one person. A talk goes by the address of its page.

    ``cookie`` is known to the browser alone, ``csrf`` stands in each form of theirs; ``name`` is no secret. ``files``:
    what was sent to be looked at, until it is brought in, by ``mapping`` where there is one; ``rejects``: where what
    could not be used of the last import lies, by name. ``email``: by which they signed in, until ``ends_at`` in
    seconds of the process's own clock.
    """

    person: Colleague
    language: str
    email: str | None = None
    ends_at: float | None = None
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    name: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    files: Mapping[str, bytes] = field(default_factory=dict)
    mapping: str = ""
    rejects: Mapping[str, Path] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    _talks: OrderedDict[str, OrderedDict[str, Said]] = field(default_factory=OrderedDict)
    _shown: OrderedDict[str, Reply] = field(default_factory=OrderedDict)

    def thread(self, talk: str) -> str:
        """What the conversation knows a talk by; nobody but this browser can go on with it."""
        return f"web:{self.name}:{talk}"

    def show(self, reply: Reply) -> Shown:
        """Keep a reply that is about to be shown."""
        shown = Shown(secrets.token_urlsafe(9), reply)
        _keep(self._shown, shown.name, reply, _SHOWN)
        return shown

    def find(self, name: str) -> Reply | None:
        """What was shown under a name; None where it is no longer kept, or was another's."""
        return self._shown.get(name)

    def turns(self, talk: str) -> tuple[Said, ...]:
        """What was said on a page so far."""
        return tuple(self._talks.get(talk, {}).values())

    def note(self, talk: str, key: str, said: Said) -> None:
        """Add a turn; one that came in twice stands there once."""
        turns = self._talks.get(talk, OrderedDict())
        _keep(turns, key, said, _TURNS)
        _keep(self._talks, talk, turns, _TALKS)


@dataclass
class Sessions:
    """All browsers by their cookie."""

    now: Callable[[], float] = time.monotonic
    _by_cookie: OrderedDict[str, Session] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, cookie: str) -> Session | None:
        """Whose cookie this is; None for any that we did not give, or whose time is over."""
        session = self._by_cookie.get(cookie)
        if session and session.ends_at is not None and session.ends_at <= self.now():
            self.end(session)
            return None
        return session

    def begin(
        self, person: Colleague, language: str, *, email: str | None = None, seconds: float | None = None
    ) -> Session:
        """A browser that comes for the first time, or as somebody else: nothing of before is in it."""
        session = Session(person, language, email, None if seconds is None else self.now() + seconds)
        with self._lock:
            _keep(self._by_cookie, session.cookie, session, _SESSIONS)
        return session

    def end(self, session: Session) -> None:
        """Forget a browser and what it was shown."""
        with self._lock:
            self._by_cookie.pop(session.cookie, None)


def _keep(among: OrderedDict[str, Kept], name: str, value: Kept, most: int) -> None:
    among[name] = value
    among.move_to_end(name)
    while len(among) > most:
        among.popitem(last=False)
