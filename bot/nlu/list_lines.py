"""Which line of the last numbered list a short message names: "why 3?", "open number two", 3番目の根拠は？."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bot.nlu.word_patterns import load_patterns


@dataclass(frozen=True)
class _Words:
    numbers: Mapping[str, int]
    lines: tuple[re.Pattern[str], ...]
    why: re.Pattern[str]
    the_one: tuple[re.Pattern[str], ...]


class TheOne(NamedTuple):
    """Where one of several customers is named by a word of its name, and that word.

    ``is_other``: any but the one spoken of, "the other Thistle", rather than "the Japan one".
    """

    start: int
    end: int
    which: str
    is_other: bool


def read_the_one(text: str) -> TheOne | None:
    """One of several customers, named by a word of its name: "and the Japan one", 日本の方, "the other Thistle"."""
    match = next((found for pattern in _words().the_one if (found := pattern.search(text))), None)
    if match is None:
        return None
    said = match.groupdict()
    return TheOne(match.start(), match.end(), said.get("which") or said["other"], bool(said.get("other")))


def read_offer_asked_why(text: str) -> int | None:
    """The same for one of two offers, of which only the reason is asked so: "show me the second" wants its words.

    >>> read_offer_asked_why("why 2?"), read_offer_asked_why("show me the second one")
    (2, None)
    """
    return read_line_of_list(text) if _words().why.search(text) else None


def read_line_of_list(text: str) -> int | None:
    """The place, counted from 1; None where the message says anything else.

    >>> read_line_of_list("why 3?"), read_line_of_list("why the second one?"), read_line_of_list("why?")
    (3, 2, None)
    >>> read_line_of_list("3番目はなぜですか？"), read_line_of_list("なぜ２？")
    (3, 2)
    """
    said = unicodedata.normalize("NFKC", text).strip()
    place = next((found["place"] for line in _words().lines if (found := line.match(said))), None)
    return None if place is None else _words().numbers.get(place.casefold()) or int(place)


@cache
def _words() -> _Words:
    return load_patterns(_Words, "list_lines")
