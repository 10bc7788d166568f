"""Slips of the fingers mended in words: "offr" is compared as "offer"; what is kept of a message stays as typed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SHORTEST = 4  # letters of a word that may have a slip
_ANY_SLIP = 5  # letters from which it may be any; in a shorter one too many other words are near
_LEFT_OUT, _EXCHANGED, _ANOTHER, _ONE_TOO_MANY = range(4)


class Speller:
    """Knows the words of questions. An unknown word with one slip is taken for the one that it likeliest is."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._by_shape: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
                self._by_shape[word[0], len(word)].append(word)

    def mend(self, text: str) -> str:
        """The text with such words as they are meant; names, as they stand in masks, begin with a capital and stay."""
        return _WORD.sub(lambda match: self._meant(match[0]), text)

    def _meant(self, word: str) -> str:
        if len(word) < _SHORTEST or not word.islower() or word in self._words:
            return word
        alike = (near for size in (-1, 0, 1) for near in self._by_shape.get((word[0], len(word) + size), ()))
        return likeliest(word, alike) or word


def likeliest(typed: str, words: Iterable[str]) -> str | None:
    """The word meant, where one slip off from it is likelier than from any other: a letter left out comes first."""
    near = [word for word in words if OSA.distance(word, typed, score_cutoff=1) <= 1]
    ranks = [_rank(typed, word) for word in near]
    best = min(ranks, default=_ONE_TOO_MANY)
    if ranks.count(best) != 1 or (len(typed) < _ANY_SLIP and best > _EXCHANGED):
        return None
    return near[ranks.index(best)]


def left_out_or_exchanged(typed: str, words: Collection[str]) -> str | None:
    """The word of which a letter was left out, or two were exchanged; None where it is whole, or another word."""
    meant = likeliest(typed, (word for word in words if len(word) >= len(typed) and word != typed))
    return meant if meant and typed not in words and _rank(typed, meant) <= _EXCHANGED else None


def _rank(typed: str, meant: str) -> int:
    """How likely a slip is: a letter left out, two exchanged, another one, one too many."""
    if len(meant) > len(typed):
        return _LEFT_OUT
    if len(meant) < len(typed):
        return _ONE_TOO_MANY
    return _EXCHANGED if sorted(typed) == sorted(meant) else _ANOTHER
