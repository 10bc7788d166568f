"""One customer, two customers: nouns and verbs that agree with the number before them."""

from __future__ import annotations

import re
from functools import cache

from knowledge.language import load_words

_LANGUAGES = frozenset({"en"})  # Japanese nouns have no number


def agree_in_number(text: str, language: str) -> str:
    """A sentence in which what stands after the number one is singular.

    >>> agree_in_number("1 customers are worth a call, 1 of 1 seats is taken, 21 seats", "en")
    '1 customer is worth a call, 1 of 1 seat is taken, 21 seats'
    """
    if language not in _LANGUAGES or "1 " not in text:
        return text
    return _ones(language).sub(lambda found: _singular(found, language), text)


def _singular(found: re.Match[str], language: str) -> str:
    told = load_words(language, "number_agreement")
    noun, verb = found["noun"], found["verb"] or ""
    last = noun.rsplit(" ", 1)[-1]
    single = told["irregular"].get(last, last[:-1])
    words = noun[: len(noun) - len(last)] + single
    return f"1 {words}" + (f" {told['verbs'][verb.strip()]}" if verb else "")


@cache
def _ones(language: str) -> re.Pattern[str]:
    told = load_words(language, "number_agreement")
    nouns = "|".join(sorted(map(re.escape, told["nouns"]), key=len, reverse=True))
    verbs = "|".join(told["verbs"])
    return re.compile(rf"(?<![\w.,:/−¥$€£+-])1 (?P<noun>{nouns})\b(?P<verb> (?:{verbs})\b)?")
