"""Which jobs of this process were put off, so that those behind them in their lane wait as well, in order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Turn = tuple[str, str]  # when a job was started first, and its key: the order within a lane

_STEP_SECONDS = 0.2  # how soon one looks again whether those before it are through
_GRACE_SECONDS = 60.0  # then another process has done it


@dataclass
class PutOff:
    """Measured by our own clock. A lane fails from its first job that was put off until one of it goes through."""

    now: Callable[[], float] = time.monotonic
    _until: dict[str, dict[Turn, float]] = field(default_factory=dict)
    _fails_since: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, lane: str, turn: Turn, seconds: float) -> float:
        """A job comes back after so many seconds; returns them."""
        if lane:
            with self._lock:
                self._until.setdefault(lane, {})[turn] = self.now() + seconds
        return seconds

    def fails(self, lane: str) -> None:
        """A job of the lane could not go on."""
        with self._lock:
            self._fails_since.setdefault(lane, self.now())

    def drop(self, lane: str, turn: Turn) -> None:
        """A job is through, or will never be."""
        with self._lock:
            waiting = self._until.get(lane, {})
            waiting.pop(turn, None)
            if not waiting:
                self._until.pop(lane, None)
            self._fails_since.pop(lane, None)

    def left(self, lane: str, turn: Turn) -> float:
        """How many seconds a job waits for those before it in its lane; 0 where it may go on."""
        with self._lock:
            now = self.now()
            before = [
                until
                for other, until in self._until.get(lane, {}).items()
                if other < turn and until + _GRACE_SECONDS > now
            ]
            return max(*(until - now for until in before), _STEP_SECONDS) if before else 0.0

    def count(self, seconds: float) -> int:
        """How many lanes have failed for longer."""
        with self._lock:
            return sum(self.now() - since > seconds for since in self._fails_since.values())
