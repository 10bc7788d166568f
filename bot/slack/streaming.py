"""An answer shown part by part while it is sent: the verdict first, what it rests on after it.

Parts are blocks, never mark-up, so that nothing in the data can ping or link. The first block's name carries the
answer's key: a stream that was broken off is found again by it, and the whole answer put in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.retry import is_passing
from bot.slack.views.answer import Page
from bot.slack.views.text import Block

_HEAD = 2  # the verdict and what it is worth
_PART = 6  # further blocks at once: few calls, and still something new every moment


def stream_page(client: WebClient, place: dict[str, Any], page: Page, key: str, meta: dict[str, Any]) -> str | None:
    """The ``ts`` of the answer; None where Slack takes no stream here, and nothing was shown.

    A stream that Slack ended meanwhile is filled in whole. Raises what passes: a line that broke, a limit on calls.
    """
    stream = client.chat_stream(**place)
    *parts, last = _parts(page, key)
    try:
        for part in parts:
            stream.append(chunks=[{"type": "blocks", "blocks": part}])
        stream.stop(chunks=[{"type": "blocks", "blocks": last}], metadata=meta)
    except SlackApiError as error:
        if is_passing(error):
            raise
        if stream.ts is not None:
            fill_in(client, place["channel"], stream.ts, page, meta)
    return stream.ts


def fill_in(client: WebClient, channel: str, ts: str, page: Page, meta: dict[str, Any]) -> None:
    """Put the whole answer in place of the part that was shown."""
    said: dict[str, Any] = {"text": page.text, "blocks": list(page.blocks), "metadata": meta}
    client.chat_update(channel=channel, ts=ts, parse="none", link_names=False, **said)


def is_begun(message: Mapping[str, Any], key: str) -> bool:
    """Whether this message is the beginning of the answer with this key."""
    return any(block.get("block_id") == _name(key) for block in message.get("blocks") or ())


def _parts(page: Page, key: str) -> Iterator[list[Block]]:
    first, *rest = page.blocks
    blocks = [{**first, "block_id": _name(key)}, *rest]
    yield blocks[:_HEAD]
    yield from (blocks[start : start + _PART] for start in range(_HEAD, len(blocks), _PART))


def _name(key: str) -> str:
    return f"answer.{sha256(key.encode()).hexdigest()[:24]}"
