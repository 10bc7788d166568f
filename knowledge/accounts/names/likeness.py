"""How alike two normal names are, 0-100, as a person would judge it: slips inside a word, not exchanged words."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import OSA

SURE: Final = 90.0  # from here on one account may be taken without asking back (measured: make bench)
_UNSURE: Final = 89.0  # the highest score of names of which a word differs
_START: Final = 91.0  # a mention that is the beginning of a name: people call a firm by its first words
SLIPPED: Final = 90.5  # one slip in a firm's first words: only one firm is meant, but nothing is written unasked
SLIPPED_NAME: Final = 96.0  # one slip in the one word that a firm is called
_LONG_ENOUGH: Final = 5  # letters of a name that may have a slip
_SLIP: Final = 0.7  # share of a word's letters that must agree, so that it is a slip and not another word
_IDEOGRAPH = re.compile("[㐀-鿿々]")
_JAPANESE = re.compile("[぀-鿿]")
_ABBREVIATED: Final = 0.94
_VOWEL = re.compile("[aeiou]")
_SHORT_WORD: Final = 3  # so short a word has no slips: it is the same or another


def likeness(mention: str, name: str) -> float:
    """0-100. Below 90 unless every word of the mention has its like in the name; never 90 for one wrong ideograph."""
    if mention == name:
        return 100.0
    if _starts(mention, name):
        return _START + 3.0 * len(mention) / len(name)
    if slipped := _slipped(mention, name):
        return slipped
    whole = 100.0 * OSA.normalized_similarity(mention, name)
    if _JAPANESE.search(mention):
        return whole if _is_kana_slip(mention, name, whole) else min(whole, _UNSURE)
    if mention.replace(" ", "") == name.replace(" ", ""):
        return 97.0
    by_word = _by_word(mention.split(), name.split())
    joined = 100.0 * OSA.normalized_similarity(mention.replace(" ", ""), name.replace(" ", "")) - 1.0
    return max(by_word, min(max(whole, joined), _UNSURE if by_word < SURE else 100.0))


def _starts(mention: str, name: str) -> bool:
    fewest = 2 if _IDEOGRAPH.search(mention) else _SHORT_WORD
    if not name.startswith(mention) or len(mention) < fewest:
        return False
    return name[len(mention)] == " " or bool(_IDEOGRAPH.match(mention[-1]) or _JAPANESE.match(mention[-1]))


def _slipped(mention: str, name: str) -> float:
    """The likeness of a Latin name of one word, or of a name's first words, with one slip of the fingers or cut short.

    0 where it is neither.
    """
    if len(mention) < _LONG_ENOUGH or not (mention.isascii() and name.isascii()) or re.search(r"\d", mention):
        return 0.0
    words = mention.split()
    first = " ".join(name.split()[: len(words)])
    if first.startswith(mention) and len(words) == 1 and first != mention:
        return SLIPPED
    if OSA.distance(mention, first, score_cutoff=1) != 1 or (first == name and len(words) > 1):
        return 0.0
    return SLIPPED_NAME if first == name else SLIPPED


def _is_kana_slip(mention: str, name: str, whole: float) -> bool:
    return not _IDEOGRAPH.search(mention + name) and whole >= SURE


def _by_word(mention: list[str], name: list[str]) -> float:
    """Mean likeness of the paired words by their length; under 90 where a word has no like."""
    left, total, paired, all_alike = list(name), 0.0, 0, True
    for word in mention:
        best = max(left, key=lambda other: _word_likeness(word, other), default="")
        score = _word_likeness(word, best)
        all_alike &= score >= _SLIP and not (score == _ABBREVIATED and word == mention[0])
        if score >= 0.5:
            left.remove(best)
            total += score * len(word)
        paired += len(word)
    missing = sum(map(len, left))
    moved = 0.0 if mention[:1] == name[:1] else 2.0
    score = 100.0 * total / max(paired + 0.5 * missing, 1.0) - moved
    return score if all_alike and not left else min(score, _UNSURE)


def _word_likeness(word: str, other: str) -> float:
    """0-1. An abbreviation is a beginning (tech) or leaves out vowels (intl, mgmt)."""
    if word == other:
        return 1.0
    if not other or word.isdigit() or other.isdigit():
        return 0.0
    if _abbreviates(word, other):
        return _ABBREVIATED
    similar: float = OSA.normalized_similarity(word, other)
    return similar if max(len(word), len(other)) > _SHORT_WORD else min(similar, 0.6)


def _abbreviates(word: str, other: str) -> bool:
    if not 2 <= len(word) < len(other) or word[0] != other[0]:
        return False
    if other.startswith(word):
        return True
    letters = iter(other)
    return not _VOWEL.search(word, 1) and all(letter in letters for letter in word)
