"""Socket Mode: Slack's events over a connection that we open, so that no public address is needed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.slack.socket_heartbeat import Sign

log = logging.getLogger(__name__)

_EVENTS_AT_ONCE = 20  # each is only kept, which takes a few milliseconds
_LOOK_EVERY_SECONDS = 15
_PATIENCE_SECONDS = 60  # the client itself reconnects within this; after it the socket counts as dead


class Socket(Protocol):
    """The part of Slack's socket client that a watchdog needs."""

    def is_connected(self) -> bool:
        """Whether the connection lives."""

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Open another connection."""


@dataclass
class Watchdog:
    """Notices a socket that died silently, and has it replaced."""

    socket: Socket
    now: Callable[[], float] = time.monotonic
    sign: Sign | None = None
    _alive_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._alive_at = self.now()

    def look(self) -> None:
        """Look once."""
        if self.socket.is_connected():
            self._alive_at = self.now()
            if self.sign:
                self.sign.give()
        elif self.now() - self._alive_at > _PATIENCE_SECONDS:
            log.warning("the socket to Slack is dead; opening another")
            self._alive_at = self.now()
            self.socket.connect_to_new_endpoint(force=True)

    def watch(self, stop: threading.Event) -> None:
        """Look now and then, until told to stop; trouble with the line is no reason to stop looking."""
        while not stop.wait(_LOOK_EVERY_SECONDS):
            try:
                self.look()
            except Exception:
                log.exception("no new socket to Slack yet; trying again")


def run_socket(app: App, app_token: str, client: WebClient, stop: threading.Event, sign: Sign | None = None) -> None:
    """Take events until told to stop; ``sign`` tells others that Slack is heard."""
    handler = SocketModeHandler(app, app_token, web_client=client, concurrency=_EVENTS_AT_ONCE)
    handler.connect()  # type: ignore[no-untyped-call]
    dog = Watchdog(handler.client, sign=sign)
    watchdog = threading.Thread(target=dog.watch, args=(stop,), daemon=True, name="watchdog")
    watchdog.start()
    stop.wait()
    try:
        handler.close()  # type: ignore[no-untyped-call]
    except (AttributeError, OSError):  # slack_sdk, closed while it opens a new connection
        log.info("the socket was closed while it was being replaced")
    watchdog.join(_LOOK_EVERY_SECONDS)
    if sign:
        sign.take_down()
