"""``<@U…>`` in what somebody wrote is a colleague: their name takes its place before the words are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.slack.inbound_event import Heard

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
_SPACES = re.compile(r"\s+([,.;:!?'’、。])")


def mentioned(text: str) -> list[str]:
    """The users mentioned, each once, in the order of the text."""
    return list(dict.fromkeys(_MENTION.findall(text)))


def name_mentioned(heard: Heard, names: Mapping[str, str | None]) -> Heard:
    """The same with names in place of mentions; a question back where somebody is mentioned whom nobody knows.

    A mention of us at the very beginning only calls us: it is taken off where it names nobody.
    """
    text = heard.text
    first = _MENTION.match(text)
    if first and names.get(first[1]) is None:
        text = text[first.end() :].lstrip(" ,:、")
    if any(names.get(user) is None for user in mentioned(text)):
        return replace(heard, text="", intent="ask_back", slots={"kind": "unknown_colleague"})
    named = _MENTION.sub(lambda found: str(names[found[1]]), text)
    return replace(heard, text=_SPACES.sub(r"\1", named).strip())
