"""How much one person may ask in a minute, so that nobody waits behind a script that ran wild."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_MINUTE_SECONDS = 60.0
_PEOPLE = 1_000  # remembered before those who are silent are dropped
MOST_A_MINUTE = 30  # nobody types faster; what a person pastes at once is less


@dataclass
class Allowance:
    """Counts in this process what each person asked lately."""

    most: int = MOST_A_MINUTE
    now: Callable[[], float] = time.monotonic
    _asked: dict[str, deque[float]] = field(default_factory=dict)
    _told: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admits(self, person: str) -> bool:
        """Whether one more is answered; it counts then."""
        with self._lock:
            now = self.now()
            self._forget_silent(now)
            asked = self._asked.setdefault(person, deque())
            while asked and now - asked[0] > _MINUTE_SECONDS:
                asked.popleft()
            if len(asked) >= self.most:
                return False
            asked.append(now)
            return True

    def is_first_refusal(self, person: str) -> bool:
        """Whether it was not told yet in this minute that it is too much."""
        with self._lock:
            told, now = self._told.get(person), self.now()
            if told is not None and now - told <= _MINUTE_SECONDS:
                return False
            self._told[person] = now
            return True

    def _forget_silent(self, now: float) -> None:
        if len(self._asked) > _PEOPLE:
            self._asked = {who: asked for who, asked in self._asked.items() if now - asked[-1] <= _MINUTE_SECONDS}
            self._told = {who: at for who, at in self._told.items() if now - at <= _MINUTE_SECONDS}
