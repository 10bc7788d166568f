"""Who calls: an agent for a person, and how often it may."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

_MINUTE = 60.0


@dataclass(frozen=True)
class Caller:
    """``person`` is a key; the call sees what they see. ``agent`` is what the token was made for."""

    person: str
    name: str
    agent: str

    @property
    def place(self) -> str:
        """How the audit trail says where it came from."""
        return f"by agent {self.agent} for {self.name}"


@dataclass
class RateLimit:
    """At most so many calls a minute for each caller, in this process."""

    most: int
    now: Callable[[], float] = time.monotonic
    _calls: dict[Caller, deque[float]] = field(default_factory=lambda: defaultdict(deque), init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def wait_seconds(self, caller: Caller) -> float:
        """0 and the call is counted, or how long until the next one is taken."""
        with self._lock:
            now, calls = self.now(), self._calls[caller]
            while calls and calls[0] <= now - _MINUTE:
                calls.popleft()
            if len(calls) >= self.most:
                return calls[0] + _MINUTE - now
            calls.append(now)
            return 0.0
