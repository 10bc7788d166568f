"""Takes typed words for a button of the last answer: its label, its place in the list, a part of its name, a yes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from bot.dialogue.state import DialogueState
from bot.nlu.steps import is_yes
from bot.nlu.word_patterns import load_patterns

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}
_LONG_PART = 4  # letters that may be the beginning of a longer word: "food" of Foods
_SHORTEST = 3  # letters of a label's part


@dataclass(frozen=True)
class _Words:
    """``before`` and ``after`` stand around a place in the list, ``leads`` and ``ends`` around a part of a name."""

    places: Mapping[str, tuple[str, ...]]
    before: str
    after: str
    leads: str
    ends: str

    @cached_property
    def places_said(self) -> Mapping[int, re.Pattern[str]]:
        """Each place in the list (-1 the last), and a message that is nothing but it."""
        return {
            _PLACES[place]: re.compile(f"(?:{self.before})*(?:{'|'.join(words)})(?:{self.after})*")
            for place, words in self.places.items()
        }

    @cached_property
    def around(self) -> re.Pattern[str]:
        """What stands around a part of a name."""
        return re.compile(f"^(?:{self.leads})+|(?:{self.ends})+$")


def pick_choice(text: str, topic: DialogueState) -> dict[str, Any] | None:
    """The button meant; None where the words mean something of their own.

    A label counts under any answer; the rest only where the last answer was a question back.
    """
    said, choices = _plain(text), [choice for choice in topic.choices if choice["intent"]]
    if not said:
        return None
    if same := next((choice for choice in choices if _plain(choice["label"]) == said), None):
        return same
    if topic.pending is None or not choices:
        return None
    if is_yes(said):
        return choices[0] if topic.pending.get("likely") else None
    place = _place(said)
    if place is not None:
        return choices[place] if place < len(choices) else None
    return _named(said, choices)


def _plain(text: str) -> str:
    return _EDGES.sub("", unicodedata.normalize("NFKC", text).casefold())


def _place(said: str) -> int | None:
    return next((at for at, pattern in _words().places_said.items() if pattern.fullmatch(said)), None)


def _named(said: str, choices: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    part = _words().around.sub("", said)
    if len(part) < _fewest_letters(part):
        return None
    ends = "" if len(part) >= _LONG_PART else "(?![a-z0-9])"
    begins = re.compile(rf"(?<![a-z0-9]){re.escape(part)}{ends}")
    hits = [choice for choice in choices if begins.search(_plain(choice["label"]))]
    return hits[0] if len(hits) == 1 else None


def _fewest_letters(part: str) -> int:
    """One ideograph tells two names apart, 里のほう; of kana it takes two, of an alphabet three."""
    ideographs = all(unicodedata.name(letter, "").startswith("CJK") for letter in part)
    return 1 if part and ideographs else _SHORTEST - (not part.isascii())


@cache
def _words() -> _Words:
    return load_patterns(_Words, "choices")
