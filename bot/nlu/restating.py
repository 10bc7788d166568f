"""The last question put anew: "sorry, I meant July", 「合計じゃなくて社数」, as the question that is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.nlu.word_patterns import compile_words
from knowledge.language import LANGUAGES, load_words


@dataclass(frozen=True)
class _Words:
    restated: tuple[re.Pattern[str], ...]
    asides: re.Pattern[str]


def find_restated(text: str) -> str | None:
    """What is meant, without the words that take the question before it back; None where nothing is taken back.

    >>> find_restated("sorry i meant portland"), find_restated("合計じゃなくて社数"), find_restated("in portland")
    ('portland', '社数', None)
    >>> find_restated("あ、四半期じゃなくて上期で")
    '上期で'
    """
    bare = text.strip()
    for words in _languages():
        match = next((found for pattern in words.restated if (found := pattern.match(bare))), None)
        if match:
            rest = words.asides.sub("", match["rest"]).strip() or match["rest"]
            return find_restated(rest) or rest  # "oh, not the quarter, the half year"
    return None


@cache
def _languages() -> tuple[_Words, ...]:
    return tuple(_read(load_words(language, "restating")) for language in LANGUAGES)


def _read(data: Mapping[str, Any]) -> _Words:
    restated = tuple(compile_words(pattern, data["expansions"]) for pattern in data["restated"])
    return _Words(restated, compile_words(data["asides"], data["expansions"]))
