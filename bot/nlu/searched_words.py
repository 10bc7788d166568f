"""Words that notes, needs, tickets or comments are searched for: "who asked for single sign-on", 研修についてのメモ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.nlu.name_spans import Span, overlaps
from bot.nlu.word_patterns import load_patterns

_PLURAL = re.compile(r"(?<=[a-z]{3}[^s])s$")
KIND = "words"
"""As the kind of a name: the words are no name, and stand where one would."""


@dataclass(frozen=True)
class _Words:
    """``asks``: how a question begins that may search; ``searched``: what leads to the words; ``never``: no such."""

    asks: re.Pattern[str]
    searched: tuple[re.Pattern[str], ...]
    never: re.Pattern[str]


def find_searched(text: str, taken: Iterable[Span], dates: Iterable[Span]) -> Span | None:
    """Where the words stand; None where nothing is searched for, or what stands there is a name (``taken``).

    Words end where a day or a period begins (``dates``).

    >>> text = "notes about the training"
    >>> start, end = find_searched(text, (), ())
    >>> text[start:end], find_searched("who needs a call", (), ())
    ('training', None)
    """
    words = _words()
    if not words.asks.search(text):
        return None
    match = next((found for pattern in words.searched if (found := pattern.search(text))), None)
    if match is None:
        return None
    start, end = match.span("words")
    end = min([end, *(first for first, _ in dates if start <= first < end)])
    said = text[start:end].strip()
    end = start + len(said)
    if not said or words.never.fullmatch(said) or overlaps((start, end), list(taken)):
        return None
    return start, end


def as_searched(said: str) -> tuple[str, ...]:
    """The words to be found, each in the singular, which its plural holds as well.

    >>> as_searched("trade fairs"), as_searched("研修")
    (('trade', 'fair'), ('研修',))
    """
    return tuple(_PLURAL.sub("", word) for word in said.casefold().split())


@cache
def _words() -> _Words:
    return load_patterns(_Words, "searched")
