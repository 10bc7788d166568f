"""What was said in passing: the medium, a language wished for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.nlu.name_spans import Span
from bot.nlu.word_patterns import load_patterns


@dataclass(frozen=True)
class _Words:
    media: Mapping[str, re.Pattern[str]]
    languages: Mapping[str, re.Pattern[str]]


def find_medium(text: str) -> tuple[str, Span] | None:
    """``email``, ``call`` or ``slack``, and where it is said."""
    return _first(text, _words().media)


def find_wished_language(text: str) -> tuple[str, Span] | None:
    """The language that the answer is wished for in, and where it is said: "in Japanese please"."""
    return _first(text, _words().languages)


def without_sayings(text: str) -> str:
    """The text with blanks for all that names a language or a medium."""
    for pattern in (*_words().languages.values(), *_words().media.values()):
        text = pattern.sub(" ", text)
    return text


def _first(text: str, sayings: Mapping[str, re.Pattern[str]]) -> tuple[str, Span] | None:
    found = ((value, pattern.search(text)) for value, pattern in sayings.items())
    return next(((value, match.span()) for value, match in found if match), None)


@cache
def _words() -> _Words:
    return load_patterns(_Words, "sayings")
