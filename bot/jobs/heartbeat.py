"""Which replicas live: each says so now and then, and the work of one that fell silent is taken over by the others."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol
from uuid import uuid4

from bot.ports import KeyValueStore

log = logging.getLogger(__name__)

BEAT_SECONDS = 10.0
SILENT_SECONDS = 60.0  # longer than a long answer, a restart or a busy machine keeps anybody from saying so
_PLACE = "replica:"


class Work(Protocol):
    """Durable work, as far as it can change hands."""

    def take_over(self, replica: str) -> int:
        """Go on with the work of a replica that will not come back; returns how many jobs."""


@dataclass
class Lives:
    """Silence is measured by our own clock from when we saw a sign first, so that machines may disagree on the time."""

    name: str
    board: KeyValueStore
    work: Work
    now: Callable[[], float] = time.monotonic
    beat_seconds: float = BEAT_SECONDS
    silent_seconds: float = SILENT_SECONDS
    _seen: dict[str, tuple[str, float]] = field(default_factory=dict, init=False)

    def beat(self) -> None:
        """Say that we live, and look after the others."""
        own = _place(self.name)
        self.board.keep(own, _sign(self.name))
        for place in self.board.names(_PLACE):
            if place != own and (sign := self.board.kept(place)):
                self._look_after(place, sign)

    def beat_until(self, stop: threading.Event) -> None:
        """Now and then until told to stop; trouble with the store is no reason to stop."""
        while not stop.wait(self.beat_seconds):
            try:
                self.beat()
            except Exception:
                log.exception("the other replicas could not be looked after; trying again")

    def _look_after(self, place: str, sign: str) -> None:
        known = self._seen.get(place)
        if known is None or known[0] != sign:
            self._seen[place] = sign, self.now()
        elif self.now() - known[1] > self.silent_seconds:
            del self._seen[place]
            name = json.loads(sign)[0]
            taken = _sign(name)  # stands for another minute, for one who is killed before all is taken over
            if not self.board.replace(place, sign, taken):
                return  # another takes it over, or it is back
            log.warning("replica %s fell silent; %s takes over %s jobs", name, self.name, self.work.take_over(name))
            self.board.drop(place, taken)


def _sign(name: str) -> str:
    return json.dumps([name, uuid4().hex])


def _place(name: str) -> str:
    """A short name for the board, however long that of the machine is."""
    return f"{_PLACE}{sha256(name.encode()).hexdigest()[:16]}"
