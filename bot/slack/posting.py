"""Posting at Slack's pace: one message a second and channel, and patience where Slack asks for it."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.jobs.queue import Later
from bot.slack.retry import is_passing
from bot.slack.streaming import fill_in, is_begun, stream_page
from bot.slack.views.answer import Page, words_of
from bot.slack.views.text import Block, escape, split

log = logging.getLogger(__name__)

_SECONDS_A_MESSAGE = 1.0
_MOST_SLEEP_SECONDS = 3.0
_LOOKED_AT_ONCE, _MOST_LOOKS = 200, 20  # messages, pages of them
_CLOCKS_DIFFER = dt.timedelta(minutes=5)
# Slack makes a file ready in the background, and refuses a message that shows it before.
_PICTURES_READY_AFTER = (1.0, 2.0, 4.0, 0.0)  # seconds; then words stand for it
# What Slack says of blocks that it does not show, and of more than a message holds.
_REFUSED = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_attachments"}
_TEXT_SENT = 3_500  # Slack cuts at 4,000
_KEPT = 1_000  # channels to remember before the past ones are dropped


@dataclass
class Pace:
    """When each channel may be written to next, in this process; across processes Slack's 429 says so."""

    now: Callable[[], float] = time.monotonic
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, channel: str) -> float:
        """Take the next turn; returns how many seconds it is away. Later where that is too long to keep a worker."""
        with self._lock:
            now = self.now()
            if (wait := self._next.get(channel, 0.0) - now) > _MOST_SLEEP_SECONDS:
                raise Later(wait)
            if len(self._next) > _KEPT:
                self._next = {name: at for name, at in self._next.items() if at > now}
            turn = max(now, self._next.get(channel, 0.0))
            self._next[channel] = turn + _SECONDS_A_MESSAGE
            return turn - now


@dataclass(frozen=True)
class Target:
    """Where one message goes: a channel or direct message, under a message or not, for all or for one ``user``.

    ``stream_to``: team and user who watch it being written, in the agent view. ``replaces``: the message of ours that
    it takes the place of.
    """

    channel: str
    thread: str | None = None
    only_for: str | None = None
    stream_to: tuple[str, str] | None = None
    replaces: str | None = None


@dataclass(frozen=True)
class Poster:
    """Posts pages. ``sleep`` waits for a turn."""

    pace: Pace = field(default_factory=Pace)
    sleep: Callable[[float], None] = time.sleep

    def post(
        self,
        client: WebClient,
        target: Target,
        page: Page,
        key: str,
        *,
        again: bool = False,
        since: dt.datetime | None = None,
    ) -> str:
        """Post one page; returns its ``ts``. ``again``: it may have been posted before (not before ``since``): look."""
        if (
            again
            and not target.only_for
            and not target.replaces
            and (found := find_posted(client, target, key, since=since))
        ):
            if not found.is_whole:
                fill_in(client, target.channel, found.ts, page.without_pictures(), _meta(key))
            return found.ts
        if (
            target.stream_to
            and target.thread
            and not page.stand_ins
            and (ts := self._stream(client, target, page, key))
        ):
            return ts
        for wait in _PICTURES_READY_AFTER if page.stand_ins else ():
            with _refused():
                return self._say(client, target, page, key)
            self.sleep(wait)
        for shown in (page.without_pictures(), page.without_pictures().with_plain_tables()):
            with _refused():
                return self._say(client, target, shown, key)
        return self._say_in_words(client, target, page.without_pictures(), key)

    def _say_in_words(self, client: WebClient, target: Target, page: Page, key: str) -> str:
        """The same in plain text, where no block of it is taken; of several messages the last one carries the key."""
        log.error("Slack takes no block of %s: it is told in plain text", key)
        *first, last = split(words_of(page), _TEXT_SENT)
        for part in first:
            self._say(client, target, Page(escape(part), ()), f"{key}:part")
        return self._say(client, target, Page(escape(last), ()), key)

    def _say(self, client: WebClient, target: Target, page: Page, key: str) -> str:
        self.sleep(self.pace.reserve(target.channel))
        if target.replaces:
            self.update(client, target.channel, target.replaces, page.text, list(page.blocks))
            return target.replaces
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
        # A preview of a link would tell others what was asked.
        quiet: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "metadata": _meta(key)}
        return str(client.chat_postMessage(**said, **quiet)["ts"])

    def _stream(self, client: WebClient, target: Target, page: Page, key: str) -> str | None:
        self.sleep(self.pace.reserve(target.channel))
        team, user = target.stream_to or ("", "")
        place = {"channel": target.channel, "thread_ts": target.thread or ""}
        watcher = {"recipient_team_id": team, "recipient_user_id": user}
        return stream_page(client, {**place, **watcher}, page, key, _meta(key))

    def update(self, client: WebClient, channel: str, ts: str, text: str, blocks: list[Block]) -> None:
        """Write a message anew in its place."""
        client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks, parse="none", link_names=False)


@contextmanager
def _refused() -> Iterator[None]:
    """What Slack does not show is said otherwise; every other error goes on."""
    try:
        yield
    except SlackApiError as error:
        if error.response.get("error") not in _REFUSED:
            raise
        log.warning("Slack shows no such message (%s)", error.response.get("error"))


@dataclass(frozen=True)
class Found:
    """A message of ours; not ``is_whole`` where its sending was broken off."""

    ts: str
    is_whole: bool


def _meta(key: str) -> dict[str, Any]:
    return {"event_type": "osusume_answer", "event_payload": {"key": key}}


def find_posted(client: WebClient, target: Target, key: str, *, since: dt.datetime | None = None) -> Found | None:
    """The message that carries this key; None where none does, or where we may not look (no scope, not a member)."""
    asked: dict[str, Any] = {"channel": target.channel, "limit": _LOOKED_AT_ONCE, "include_all_metadata": True}
    if since:
        asked["oldest"] = f"{(since - _CLOCKS_DIFFER).timestamp():.6f}"
    if target.thread:
        asked["ts"] = target.thread
    method = "conversations.replies" if target.thread else "conversations.history"
    for _ in range(_MOST_LOOKS):
        try:
            found = client.api_call(method, params=asked)
        except SlackApiError as error:
            if is_passing(error):
                raise
            return None
        for message in found.get("messages") or ():
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == key or is_begun(message, key):
                return Found(str(message["ts"]), is_whole=payload.get("key") == key)
        cursor = (found.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
        asked["cursor"] = cursor
    return None
