"""What the field calls its figures: the letters are no unknown customer, and alone they ask for the figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.nlu.name_spans import Span
from bot.nlu.word_patterns import load_patterns

_MARKS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class _Words:
    """``terms``: no customer is looked for under them unless the store has that very name."""

    figure: re.Pattern[str]
    satisfaction: re.Pattern[str]
    handoffs: re.Pattern[str]
    rates: re.Pattern[str]
    frame: re.Pattern[str]
    terms: tuple[str, ...]


@cache
def field_words() -> frozenset[str]:
    """What the field calls its figures, in every spelling."""
    return frozenset(spelling for word in _words().terms for spelling in (word, word.casefold(), f"{word}s"))


def names_figure(text: str) -> bool:
    """Whether letters of a figure stand in a text, or what is a figure of handoffs."""
    named = field_words()
    return any(word in named for word in re.findall(r"[A-Za-z]+", text)) or bool(_words().handoffs.search(text))


def asks_for_figure(text: str, others: Sequence[Span], *, of_nobody: bool) -> bool:
    """Whether a message names a figure and says no more: "ARPA?", "MRR last month", CACを教えて.

    ``others`` are the days and segments named. NPS is a figure of the firm only where it is ``of_nobody``: in a talk
    about one customer theirs is meant.
    """
    for start, end in sorted(others, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = _words()
    handed = (others or words.rates.search(text)) and words.handoffs.search(text)
    if not (handed or words.figure.search(text) or (of_nobody and words.satisfaction.search(text))):
        return False
    for pattern in (words.handoffs, words.figure, words.satisfaction, words.frame, _MARKS):
        text = pattern.sub("", text)
    return not text


@cache
def _words() -> _Words:
    return load_patterns(_Words, "figures")
