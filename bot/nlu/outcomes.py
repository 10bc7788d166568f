"""What a customer said to an offer; what denies an outcome, and a "no" that belongs to something else, is no answer.

The words are data (``data/language/<language>/outcomes.yml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.nlu.kana import spelt_in_pattern
from knowledge.language import LANGUAGES, load_words

_OPEN = "pitched"  # "haven't signed yet" denies an outcome, and says that it is open


@dataclass(frozen=True)
class _Words:
    taken_out: tuple[re.Pattern[str], ...]
    outcomes: tuple[tuple[str, re.Pattern[str]], ...]


def find_outcome(text: str) -> str | None:
    """The outcome that a text tells of; None where it tells of none.

    >>> find_outcome("they said no to Backup"), find_outcome("bought it, no surprises"), find_outcome("no answer yet")
    ('lost', 'won', 'pitched')
    >>> find_outcome("they didn't say no"), find_outcome("失注していません"), find_outcome("断られました")
    (None, None, 'lost')
    """
    plain = _without(text)
    waits = (pattern for outcome, pattern in _outcomes() if outcome == _OPEN)
    if any(pattern.search(text) for pattern in waits):
        return _OPEN
    return next((outcome for outcome, pattern in _outcomes() if pattern.search(plain)), None)


def tells_only_outcome(clause: str) -> bool:
    """Whether a clause is nothing but the words of an outcome."""
    return any(pattern.fullmatch(clause) for _, pattern in _outcomes())


def _without(text: str) -> str:
    for words in _languages():
        for pattern in words.taken_out:
            text = pattern.sub(" ", text)
    return text


@cache
def _outcomes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Those of all languages, the first of each before the second."""
    order = ("pitched", "too_early", "not_relevant", "later", "lost", "won")
    every = [one for words in _languages() for one in words.outcomes]
    return tuple(sorted(every, key=lambda one: order.index(one[0])))


@cache
def _languages() -> tuple[_Words, ...]:
    return tuple(_read(language) for language in LANGUAGES)


def _read(language: str) -> _Words:
    data = load_words(language, "outcomes")
    taken_out = tuple(
        re.compile(spelt_in_pattern(pattern), re.IGNORECASE) for pattern in (*data["denied"], *data["harmless"])
    )
    outcomes = tuple((one["is"], re.compile(spelt_in_pattern(one["said"]), re.IGNORECASE)) for one in data["outcomes"])
    return _Words(taken_out, outcomes)
