"""What no row here tells, by topic: margins, pay, law, prices of others, days of repair, private matters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.nlu.word_patterns import load_patterns


@dataclass(frozen=True)
class _Words:
    topics: Mapping[str, tuple[re.Pattern[str], ...]]


def topic_not_kept(text: str) -> str | None:
    """The topic that a question asks about and that nothing is kept of; None for anything else.

    >>> topic_not_kept("what is our margin on Acme"), topic_not_kept("さくら商事の決算書ある？")
    ('margin', 'accounts_filed')
    >>> topic_not_kept("what does Acme pay")
    """
    topics = _words().topics.items()
    return next((topic for topic, said in topics if any(pattern.search(text) for pattern in said)), None)


@cache
def _words() -> _Words:
    return load_patterns(_Words, "not_kept")
