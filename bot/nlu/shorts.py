"""A question in whole words: "how many accts renew b4 xmas" asks for accounts, before Christmas."""

from __future__ import annotations

import re
from functools import cache

from knowledge.language import load_words


def in_whole_words(question: str) -> str:
    """The question with what people shorten written out; names and all other words as they are.

    >>> in_whole_words("how many of my accts renew b4 xmas n whats it worth")
    'how many of my accounts renew before xmas and whats it worth'
    """
    for pattern, whole in _shorts():
        question = pattern.sub(whole, question)
    return question.strip()


def as_meant(text: str) -> str:
    """The text with words of which an input method took others of the same sound, and which are none, put right.

    >>> as_meant("9月の受中額")
    '9月の受注額'
    """
    for pattern, meant in _misconverted():
        text = pattern.sub(meant, text)
    return text


@cache
def _shorts() -> tuple[tuple[re.Pattern[str], str], ...]:
    """English alone writes words without their letters."""
    shorts = load_words("en", "shorts").items()
    return tuple((re.compile(rf"(?<!\S)(?:{said})(?=[\s,.;?!]|$)", re.IGNORECASE), whole) for whole, said in shorts)


@cache
def _misconverted() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(said), meant) for meant, said in load_words("ja", "misconverted").items())
