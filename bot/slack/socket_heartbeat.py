"""Signs that Slack's socket is heard: left in the store by who listens, read by the doctor and by health."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from bot.clock import utc_now
from bot.ports import KeyValueStore

_PLACE = "socket:"
SILENT = dt.timedelta(seconds=120)  # the watchdog replaces a dead socket after 60, and looks every 15
_FORGOTTEN = dt.timedelta(days=1)  # a replica that is gone for good is nobody's trouble


@dataclass(frozen=True)
class Sign:
    """What one replica leaves: it heard Slack (a message, or the answer to a ping) just now."""

    board: KeyValueStore
    replica: str
    now: Callable[[], dt.datetime] = utc_now

    def give(self) -> None:
        """The socket lives."""
        self.board.keep(self._place, json.dumps([self.replica, self.now().isoformat()]))

    def take_down(self) -> None:
        """Nobody listens here any more, and that is as it should be."""
        self.board.drop(self._place)

    @property
    def _place(self) -> str:
        return f"{_PLACE}{sha256(self.replica.encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Listening:
    """``last``: when Slack was heard last, None where nobody listens. ``silent``: who hears nothing, and since when."""

    last: dt.datetime | None
    silent: tuple[tuple[str, dt.datetime], ...] = ()


def read_signs(board: KeyValueStore, *, now: dt.datetime) -> Listening:
    """Who listens over a socket, and who of them hears nothing."""
    signs = [json.loads(sign) for place in board.names(_PLACE) if (sign := board.kept(place))]
    heard = [(str(replica), dt.datetime.fromisoformat(at)) for replica, at in signs]
    heard = [(replica, at) for replica, at in heard if now - at < _FORGOTTEN]
    silent = tuple((replica, at) for replica, at in heard if now - at > SILENT)
    return Listening(max((at for _, at in heard), default=None), silent)
