"""Where a message gives a reason: behind "because" and 理由は, or in the clause beside the outcome or the hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from bot.nlu.outcomes import find_outcome, tells_only_outcome
from bot.nlu.word_patterns import load_patterns


@dataclass(frozen=True)
class _Words:
    given: tuple[re.Pattern[str], ...]
    ended: re.Pattern[str]
    paused: re.Pattern[str]
    quantity: str
    bare: re.Pattern[str]

    @cached_property
    def only_quantity(self) -> re.Pattern[str]:
        """Says what was sold, and not why: "25 seats of SFA Standard", "1.2M yen"."""
        return re.compile(rf"^\W*(?:{self.quantity})\W*$", re.IGNORECASE)


def reasons_in(marked: str) -> Iterator[str]:
    """The reasons that words of cause introduce, likeliest first."""
    words = _words()
    for pattern in words.given:
        if (match := pattern.search(marked)) and not words.only_quantity.match(match["said"]):
            yield match["said"]


def is_outcome(clause: str) -> bool:
    """Whether a clause tells how a proposal ended."""
    return find_outcome(clause) is not None or bool(_words().ended.search(clause))


def is_pause(clause: str) -> bool:
    """Whether a clause asks that nothing be pitched, or says until when."""
    return bool(_words().paused.search(clause))


def says_little(clause: str) -> bool:
    """Whether a clause only says who and what it is about, or until when, or the outcome in a word."""
    words, bare = _words(), re.sub(r"^\W+|\W+$", "", clause)
    return (
        bool(words.bare.match(clause) or words.only_quantity.match(clause))
        or tells_only_outcome(bare)
        or is_pause(clause)
    )


@cache
def _words() -> _Words:
    return load_patterns(_Words, "reasons")
