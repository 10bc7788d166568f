"""Posting at Slack's pace: one message a second and channel, and patience where Slack asks for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.views.answer import Page
from bot.slack.views.text import Block

_SECONDS_A_MESSAGE = 1.0
_KEPT = 1_000  # channels to remember before the past ones are dropped


@dataclass
class Pace:
    """When each channel may be written to next, in this process; across processes Slack's 429 says so."""

    now: Callable[[], float] = time.monotonic
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, channel: str) -> float:
        """Take the next turn; returns how many seconds it is away."""
        with self._lock:
            now = self.now()
            if len(self._next) > _KEPT:
                self._next = {name: at for name, at in self._next.items() if at > now}
            turn = max(now, self._next.get(channel, 0.0))
            self._next[channel] = turn + _SECONDS_A_MESSAGE
            return turn - now


@dataclass(frozen=True)
class Target:
    """Where one message goes: a channel or direct message, under a message or not, for all or for one ``user``."""

    channel: str
    thread: str | None = None
    only_for: str | None = None


@dataclass(frozen=True)
class Poster:
    """Posts pages. ``sleep`` waits for a turn."""

    pace: Pace = field(default_factory=Pace)
    sleep: Callable[[float], None] = time.sleep

    def post(self, client: WebClient, target: Target, page: Page, key: str, *, again: bool = False) -> str:
        """Post one page; returns its ``ts``. ``again``: it may have been posted before a crash, so look first."""
        if again and not target.only_for and (found := find_posted(client, target, key)):
            return found
        self.sleep(self.pace.reserve(target.channel))
        said: dict[str, Any] = {
            "channel": target.channel,
            "thread_ts": target.thread,
            "text": page.text,
            "blocks": list(page.blocks),
            "parse": "none",
            "link_names": False,
        }
        if target.only_for:
            return str(client.chat_postEphemeral(user=target.only_for, **said)["message_ts"])
        meta = {"event_type": "osusume_answer", "event_payload": {"key": key}}
        quiet: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "metadata": meta}
        return str(client.chat_postMessage(**said, **quiet)["ts"])

    def update(self, client: WebClient, channel: str, ts: str, text: str, blocks: list[Block]) -> None:
        """Write a message anew in its place."""
        client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks, parse="none", link_names=False)


def find_posted(client: WebClient, target: Target, key: str) -> str | None:
    """The message that carries this key, where this place can be read; None where it cannot, or has none."""
    asked: dict[str, Any] = {"channel": target.channel, "limit": 50, "include_all_metadata": True}
    try:
        if target.thread:
            found = client.api_call("conversations.replies", params={**asked, "ts": target.thread})
        else:
            found = client.api_call("conversations.history", params=asked)
    except SlackApiError:
        return None
    for message in found.get("messages") or ():
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("key") == key:
            return str(message["ts"])
    return None
