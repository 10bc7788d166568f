"""The words with which a text is asked for, by language: ``data/language/*/drafting.yml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA

from bot.nlu.kana import spelt_in_pattern
from knowledge.language import load_words

_LISTS = (
    "inside",
    "briefs",
    "forms",
    "media_not",
    "complaints",
    "writes",
    "written_to",
    "wants",
    "alone",
    "ends",
    "never",
    "address",
    "address_not",
    "address_add",
    "address_all",
    "address_several",
    "mention",
    "mention_freely",
    "leave_out",
    "leave_out_freely",
    "agreed",
    "visits",
    "own_sentence",
    "matters",
    "about",
    "sign",
    "cannot",
    "strange",
    "times",
    "sentences",
    "weekdays_only",
    "weekdays_not",
    "weekdays_range",
    "takes_over",
)
_GROUPS = (
    "purposes",
    "media",
    "tones",
    "lengths",
    "roles",
    "topics",
    "occasions",
    "which",
    "weekdays",
    "weeks",
    "half_days",
    "promises",
)
_KEEPS_CASE = "sign"
_LONG_WORD = 8  # letters: from here one letter may be another, missing or too many
_SHORT_WORD = 6  # letters: from here two may have changed places
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


@dataclass(frozen=True)
class DraftingWords:
    """One language's words: ``lists`` of patterns, ``groups`` of them by what they mean.

    ``counts`` are numerals by the word; ``spelt`` the words that are recognised misspelt; ``signs_as``: templates of
    patterns in which a colleague's name goes, whatever its capitals; ``verbs_of_address``: those of ``address`` whose
    other words say something, too. ``edges``: letters around a matter or a name that are no part of it; ``endings``:
    what is left of words and says nothing.
    """

    lists: dict[str, list[re.Pattern[str]]]
    groups: dict[str, dict[str, list[re.Pattern[str]]]]
    filler: re.Pattern[str]
    address_ends: str
    not_people: str
    matter_leads: str
    matter_not: str
    after_names: str
    acronyms: str
    determiners: str
    calls: str
    counts: dict[str, int]
    spelt: tuple[str, ...]
    signs_as: tuple[str, ...]
    verbs_of_address: frozenset[str]
    edges: Mapping[str, str]
    endings: re.Pattern[str]

    def correct(self, text: str) -> str:
        """The text with words a slip away from ``spelt`` put right ("mintues")."""
        return _WORD.sub(lambda found: self._meant(found[0]), text) if self.spelt else text

    def _meant(self, word: str) -> str:
        plain = word.lower()
        if len(plain) < _SHORT_WORD or plain in self.spelt:
            return word
        near = (known for known in self.spelt if _is_slip(plain, known))
        return next(near, word)

    def count(self, said: str) -> int | None:
        """A number as written or in words."""
        return int(said) if said.isdecimal() else self.counts.get(said)


@cache
def load_drafting_words(language: str) -> DraftingWords:
    """The words of one language."""
    told = load_words(language, "drafting")
    return DraftingWords(
        lists={name: _compile(_patterns(told, name), keeps_case=name == _KEEPS_CASE) for name in _LISTS},
        groups={
            name: {key: _compile(words, keeps_case=False) for key, words in told[name].items()} for name in _GROUPS
        },
        filler=re.compile(spelt_in_pattern(told["filler"]), re.IGNORECASE),
        address_ends=told["address_ends"],
        not_people=told["not_people"],
        matter_leads=told["matter_leads"],
        matter_not=told["matter_not"],
        after_names=told["after_names"],
        acronyms=told["acronyms"],
        determiners=told["determiners"],
        calls="|".join(told["media"]["call"]),
        counts=told["counts"],
        spelt=tuple(told["spelt"]),
        signs_as=tuple(told["signs_as"]),
        verbs_of_address=frozenset(told["verbs_of_address"]),
        edges=told["edges"],
        endings=re.compile(told["endings"]),
    )


def matches(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    """Whether any of the patterns stands in the text."""
    return any(pattern.search(text) for pattern in patterns)


def _is_slip(word: str, known: str) -> bool:
    """Two letters changed places; in a long word also one letter wrong. An ending more or less is no slip."""
    if word.startswith(known) or known.startswith(word) or OSA.distance(word, known, score_cutoff=1) > 1:
        return False
    return sorted(word) == sorted(known) or min(len(word), len(known)) >= _LONG_WORD


def _patterns(told: dict[str, Any], name: str) -> list[str]:
    return [*told["verbs_of_address"], *told[name]] if name == "address" else list(told[name])


def _compile(words: Iterable[str], *, keeps_case: bool) -> list[re.Pattern[str]]:
    return [re.compile(spelt_in_pattern(word), 0 if keeps_case else re.IGNORECASE) for word in words]
