"""How alike two texts are written: weighed character n-grams or words, so that rare terms count most."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

_SHORTEST, _LONGEST = 2, 4
_STEM_LETTERS = 6  # "customers" and "customer" are one word
_WORD = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")


class SpellingIndex:
    """Lines to compare a text with: cosine of tf-idf over character n-grams, 0..1 a line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._count = len(lines)
        counted = [_grams(line) for line in lines]
        seen = Counter(gram for grams in counted for gram in grams)
        self._rarity = {gram: log((1 + self._count) / (1 + times)) + 1 for gram, times in seen.items()}
        self._where: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, grams in enumerate(counted):
            for gram, weight in self._weigh(grams).items():
                self._where[gram].append((i, weight))

    def compare(self, text: str) -> NDArray[np.float32]:
        """The likeness of the text to each line."""
        likeness = np.zeros(self._count, np.float32)
        for gram, weight in self._weigh(_grams(text)).items():
            for i, other in self._where.get(gram, ()):
                likeness[i] += weight * other
        return likeness

    def _weigh(self, grams: Counter[str]) -> dict[str, float]:
        unseen = log(1 + self._count) + 1
        weights = {gram: (1 + log(times)) * self._rarity.get(gram, unseen) for gram, times in grams.items()}
        length = sum(weight**2 for weight in weights.values()) ** 0.5 or 1.0
        return {gram: weight / length for gram, weight in weights.items()}


class WordIndex:
    """Whole texts to compare a question with: the share of its words, weighed by rarity, that a text has; 0..1."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [_words(text) for text in texts]
        seen = Counter(word for words in self._texts for word in words)
        self._rarity = {word: log((1 + len(texts)) / (1 + times)) for word, times in seen.items()}

    def compare(self, text: str) -> NDArray[np.float32]:
        """The share for each text; words that no text has do not count."""
        weights = {word: self._rarity[word] for word in _words(text) if word in self._rarity}
        whole = sum(weights.values()) or 1.0
        shares = [sum(weights[word] for word in weights.keys() & words) / whole for words in self._texts]
        return np.array(shares, np.float32)


def _words(text: str) -> frozenset[str]:
    """English words by their beginning; of Japanese, which has no blanks, all pairs of letters."""
    found: set[str] = set()
    for run in _WORD.findall(text):
        found.update([run[:_STEM_LETTERS]] if run.isascii() else (run[i : i + 2] for i in range(len(run) - 1)))
    return frozenset(found)


def _grams(text: str) -> Counter[str]:
    return Counter(
        padded[start : start + length]
        for word in text.split()
        for padded in [f" {word} "]
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(padded) - length + 1)
    )
