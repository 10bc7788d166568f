"""What the classifier looks at in a masked question: its meaning (encoder) and its spelling (character n-grams)."""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.nlu.masking import MASKS

BUCKETS = 1 << 16  # hashed n-grams need no vocabulary file; collisions cost nothing measurable
_LONGEST_GRAM = 4
_MASK_WORDS = [word.casefold() for word in MASKS.values()]
_SHAPE_WEIGHT = 0.5  # best of 0.3, 0.6 and 1 on grouped cross-validation lay between the first two
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[\w']+")


def normalise(text: str) -> str:
    """Full-width, half-width and capital letters made equal, runs of blanks made one.

    >>> normalise(" Ｗｈａｔ  ｶﾞ")
    'what ガ'
    """
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _grams(text: str) -> Iterator[str]:
    """Letters inside words, and words in pairs: "remind me" says more than its letters."""
    for word in text.split():
        padded = f" {word} "
        for length in range(1, _LONGEST_GRAM + 1):
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]
    words = ["<", *_WORD.findall(text), ">"]
    yield from (f"W:{first} {second}" for first, second in pairwise(words))


def count_spelling(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Bucket and damped count (1 + ln n) of each n-gram: 1 to 4 letters inside words, two words; text is normalised."""
    counts = Counter(zlib.crc32(gram.encode()) % BUCKETS for gram in _grams(text))
    buckets = np.fromiter(counts, np.int64, len(counts))
    return buckets, np.array([1 + log(count) for count in counts.values()], np.float32)


def shape(text: str) -> NDArray[np.float32]:
    """Which kinds of names a masked, normalised question holds, which of them twice, and whether it holds none."""
    counts = [text.count(word) for word in _MASK_WORDS]
    signs = [*(count > 0 for count in counts), *(count > 1 for count in counts), not any(counts)]
    return np.array(signs, np.float32) * np.float32(_SHAPE_WEIGHT)
