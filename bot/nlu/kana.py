"""Words of the data as they are typed in haste, 止め as とめ: which those are, ``data/language/*/kana.yml`` says."""

from __future__ import annotations

import re
from functools import cache

from knowledge.language import LANGUAGES, load_words

_FIXED = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?<[=!](?:\\.|[^()\\])*\)")
"""What must stay of one width: an escape, a class of letters, what is looked for behind."""


def spelt_in_pattern(pattern: str) -> str:
    """The pattern, in which each word that has another spelling fits in both."""
    words = _words()
    if not words or pattern.isascii():
        return pattern
    found = [fixed.span() for fixed in _FIXED.finditer(pattern)]
    written, at = [], 0
    for start, end in found:
        written += [_both(pattern[at:start]), pattern[start:end]]
        at = end
    return "".join([*written, _both(pattern[at:])])


def spelt_in_phrase(phrase: str) -> tuple[str, ...]:
    """The phrase, as it is spoken (話してない), and either in the other spelling."""
    if phrase.isascii():
        return (phrase,)
    spoken = phrase
    for written, said in _contractions().items():
        spoken = spoken.replace(written, said)
    both = (phrase, spoken)
    return tuple(dict.fromkeys((*both, *(_any().sub(lambda word: _words()[word[0]], each) for each in both))))


def _both(written: str) -> str:
    return _any().sub(lambda word: f"(?:{word[0]}|{_words()[word[0]]})", written)


@cache
def _contractions() -> dict[str, str]:
    return {
        str(written): str(said)
        for language in LANGUAGES
        for written, said in load_words(language, "kana")["contractions"].items()
    }


@cache
def _words() -> dict[str, str]:
    return {
        str(word): str(typed) for language in LANGUAGES for word, typed in load_words(language, "kana")["stems"].items()
    }


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words()), key=len, reverse=True)) or "(?!)")
