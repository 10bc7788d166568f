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


@cache
def _shorts() -> tuple[tuple[re.Pattern[str], str], ...]:
    """English alone writes words without their letters."""
    shorts = load_words("en", "shorts").items()
    return tuple((re.compile(rf"(?<!\S)(?:{said})(?=[\s,.;?!]|$)", re.IGNORECASE), whole) for whole, said in shorts)
