"""What a handoff says beside the need: towards CS or sales, how urgent, and what to avoid with this customer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from bot.nlu.language import language_of_names
from bot.nlu.name_spans import overlaps
from bot.nlu.word_patterns import load_patterns
from knowledge.language import LANGUAGES


@dataclass(frozen=True)
class _Words:
    """``toward``: templates in which a side goes in place of @. ``receiver``: a side, one word a language."""

    sides: Mapping[str, tuple[str, ...]]
    toward: tuple[str, ...]
    not_hot: re.Pattern[str]
    hot: re.Pattern[str]
    avoid: tuple[re.Pattern[str], ...]
    receivers: tuple[re.Pattern[str], ...]
    holds: re.Pattern[str]
    after_names: str
    receiver: tuple[str, ...]

    @cached_property
    def toward_side(self) -> Mapping[str, re.Pattern[str]]:
        """Who should have it: each side in every word order, called by any of its names."""
        names = {side: f"(?:{'|'.join(names)})" for side, names in self.sides.items()}
        ways = "|".join(self.toward)
        return {side: re.compile(ways.replace("@", name), re.IGNORECASE) for side, name in names.items()}


_MARKS = " \t,.;:!?、。「」\"'"


def find_direction(text: str) -> str | None:
    """``cs`` or ``sales``: who should have the customer now; None where nobody is named."""
    found = [
        (match.start(), side) for side, pattern in _words().toward_side.items() for match in pattern.finditer(text)
    ]
    return max(found)[1] if found else None


def find_receiver(marked: str) -> str | None:
    """The letter of the colleague whom a customer is handed to; None for one who only said or saw something."""
    return next((match["who"] for pattern in _words().receivers if (match := pattern.search(marked))), None)


def name_side(marked: str, receiver: str) -> str:
    """The text with the receiver's side in place of their name, so that it is no part of what is the matter."""
    words = _words()
    sides = dict(zip(LANGUAGES, words.receiver, strict=True))
    side = sides[language_of_names(marked, otherwise=LANGUAGES[0])]
    return re.sub(rf"{receiver}(?:\s*(?:{words.after_names}))?", side, marked)


def find_urgency(text: str) -> str | None:
    """``hot`` or ``normal``, as said; None where nothing was.

    >>> find_urgency("urgent, they decide on Friday"), find_urgency("急ぎではありません")
    ('hot', 'normal')
    """
    if _words().not_hot.search(text):
        return "normal"
    return "hot" if _words().hot.search(text) else None


def find_avoid(text: str) -> tuple[str, list[tuple[int, int]]] | None:
    """What the receiver must not bring up, and where the warnings stand.

    >>> find_avoid("hand Acme to CS, don't mention price")[0], find_avoid("値上げの話は避けて")[0]
    ('price', '値上げの話')
    """
    found: dict[tuple[int, int], str] = {}
    for pattern in _words().avoid:
        for match in pattern.finditer(text):
            said = match["said"].strip(_MARKS)
            if said and not _words().holds.search(match[0]) and not overlaps(match.span(), found):
                found[match.span()] = said
    return ("; ".join(found[span] for span in sorted(found)), sorted(found)) if found else None


@cache
def _words() -> _Words:
    return load_patterns(_Words, "handing_over")
