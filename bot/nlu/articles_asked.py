"""Which article a question about the firm's own rules, or about the assistant, asks for by its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.nlu.word_patterns import load_patterns


@dataclass(frozen=True)
class _Words:
    asked: Mapping[str, re.Pattern[str]]
    means: re.Pattern[str]


def find_article(text: str) -> str | None:
    """The article's key; None where none is asked for.

    >>> find_article("2割引きで出してもいい？"), find_article("can we give them a discount?")
    ('discounts', 'discounts')
    >>> find_article("値引きしてほしいと言われた"), find_article("バックアップオプションの価格は？")
    (None, None)
    """
    return next((key for key, pattern in _words().asked.items() if pattern.search(text.strip())), None)


def asks_meaning(text: str) -> bool:
    """Whether it asks what a word means, rather than for what is so.

    >>> asks_meaning("whats a detractor again"), asks_meaning("批判者って何だっけ"), asks_meaning("who is a detractor")
    (True, True, False)
    """
    return bool(_words().means.search(text.strip()))


@cache
def _words() -> _Words:
    return load_patterns(_Words, "articles")
