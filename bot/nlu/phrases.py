"""Finds phrases in a text: words of Latin letters by their stems, Japanese letter by letter, all in one walk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Generic, NamedTuple, TypeVar

from bot.nlu.kana import spelt_in_phrase
from bot.nlu.spelling import likeliest
from bot.nlu.word_patterns import load_patterns

S = TypeVar("S")

NUMBER = "#"
"""In a phrase: any number in digits."""

_APOSTROPHES = re.compile(r"['’]")
_FARTHEST = 8  # words between two that belong together
_MOST_TYPOS = 10_000  # words that are remembered with what they were taken for
_SHORTEST_TYPO = 4  # letters of a word from which a slip is forgiven


class Unit(NamedTuple):
    """``text[start:end]``: a word, a Japanese letter, a number or a mark; ``form`` is how it is compared."""

    form: str
    start: int
    end: int
    is_word: bool


class Match(NamedTuple, Generic[S]):
    """``text[start:end]`` is a phrase with these senses; ``numbers``: those that stand for its ``#``."""

    start: int
    end: int
    senses: tuple[S, ...]
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Stemmer:
    """Takes endings off, so that "renews" and "renewing" meet. ``endings``: what goes, what comes, letters left."""

    endings: tuple[tuple[str, str, int], ...] = ()
    irregular: dict[str, str] = field(default_factory=dict)

    def stem(self, word: str) -> str:
        """The form under which a word is compared; a second ending is taken off as well ("closings")."""
        word = self.irregular.get(word, word)
        for _ in range(2):
            for ending, instead, least in self._by_last_letter.get(word[-1:], ()):
                if word.endswith(ending) and len(word) - len(ending) >= least:
                    word = word[: len(word) - len(ending)] + instead
                    break
            else:
                break
        return word

    @cached_property
    def _by_last_letter(self) -> dict[str, list[tuple[str, str, int]]]:
        """In their order; most words end like none of them, and a book stems some 20,000 words."""
        sorted_out: dict[str, list[tuple[str, str, int]]] = {}
        for ending in self.endings:
            sorted_out.setdefault(ending[0][-1], []).append(ending)
        return sorted_out


class _Node(Generic[S]):
    """``spelt``: each meaning with the words that have it; others that end here only have their stems."""

    __slots__ = ("children", "spelt")

    def __init__(self) -> None:
        self.children: dict[str, _Node[S]] = {}
        self.spelt: dict[S, list[str]] = {}


class PhraseBook(Generic[S]):
    """Phrases with what they may mean. A word that nobody knows, one letter off from one of them, is taken for it.

    ``numbers``: words that stand for a number as digits do. ``rival``: meanings of which words mean only those that
    they are written as: deals "opened" in August are not those that are "open". Given the meaning and the words typed;
    others are each their own rival.
    """

    def __init__(
        self,
        stemmer: Stemmer,
        known: Iterable[str] = (),
        numbers: Mapping[str, float] | None = None,
        rival: Callable[[S, str], object] = lambda sense, _: sense,
    ) -> None:
        self._stemmer, self._rival = stemmer, rival
        self._numbers = {stemmer.stem(_plain(word)): number for word, number in (numbers or {}).items()}
        self._root: _Node[S] = _Node()
        self._apart: dict[str, dict[str, dict[S, list[str]]]] = {}
        self._words: set[str] = set()
        self._known = {stemmer.stem(_plain(word)) for word in known}
        self._by_shape: dict[tuple[str, int], list[str]] = {}
        self._typos: dict[str, str] = {}

    def add(self, phrase: str, sense: S) -> None:
        """Remember one more meaning of a phrase, also as it is typed in haste."""
        for typed in spelt_in_phrase(phrase):
            self._add(typed, sense)

    def _add(self, phrase: str, sense: S) -> None:
        node = self._root
        for unit in self.units(phrase, mends=False):
            node = node.children.setdefault(unit.form, _Node())
            if unit.is_word and unit.form not in self._words:
                self._words.add(unit.form)
                if len(unit.form) >= _SHORTEST_TYPO - 1:
                    self._by_shape.setdefault((unit.form[0], len(unit.form)), []).append(unit.form)
        if node is not self._root:
            node.spelt.setdefault(sense, []).append(_plain(phrase))

    def add_apart(self, phrase: str, sense: S) -> None:
        """Two words that may stand apart: "how many seats have they left"."""
        units = self.units(phrase, mends=False)
        if len(units) == 2 and all(unit.is_word for unit in units):
            spelt = self._apart.setdefault(units[0].form, {}).setdefault(units[1].form, {})
            spelt.setdefault(sense, []).append(_plain(phrase))

    def find_apart(
        self, text: str, units: Sequence[Unit], is_light: Callable[[Unit], bool]
    ) -> Iterator[tuple[Unit, Unit, tuple[S, ...]]]:
        """Such pairs in the text, with nothing but light words between them."""
        for place, unit in enumerate(units):
            for other in units[place + 1 : place + _FARTHEST]:
                spelt = self._apart.get(unit.form, {}).get(other.form)
                if spelt and other is not units[place + 1]:
                    typed = f"{text[unit.start : unit.end]} {text[other.start : other.end]}"
                    yield unit, other, self._meant(spelt, typed)
                    break
                if not is_light(other):
                    break

    def knows(self, word: str) -> bool:
        """Whether a word, in any of its forms, is part of some phrase or an ordinary one."""
        form = self._stemmer.stem(_plain(word))
        return form in self._words or form in self._known

    def units(self, text: str, *, mends: bool = True, names: Sequence[tuple[int, int]] = ()) -> list[Unit]:
        """The text in the pieces that phrases are made of; what stands in a name is never a typing error."""
        found = []
        for match in _script().units.finditer(text):
            word = match[0]
            is_word = match["word"] is not None and word[0].isalpha()
            named = any(start <= match.start() < end for start, end in names)
            form = self._form(word, mends=mends and not named) if is_word else word
            found.append(Unit(form, match.start(), match.end(), is_word))
        return found

    def find(self, text: str, units: Sequence[Unit] | None = None) -> list[Match[S]]:
        """Every phrase that stands in the text, overlapping ones, too."""
        units = self.units(text) if units is None else units
        return [match for place in range(len(units)) for match in self._from(text, units, place)]

    def _meant(self, spelt: Mapping[S, Sequence[str]], typed: str) -> tuple[S, ...]:
        """The meanings of words as they are typed: an exact one comes before its rivals of the same stem."""
        if len(spelt) == 1:
            return tuple(spelt)
        exact = [sense for sense, words in spelt.items() if _plain(typed) in words]
        decided = {self._rival(sense, typed) for sense in exact}
        return tuple(sense for sense in spelt if sense in exact or self._rival(sense, typed) not in decided)

    def _from(self, text: str, units: Sequence[Unit], place: int) -> Iterator[Match[S]]:
        joiners = _script().joiners
        waiting: list[tuple[_Node[S], int, tuple[float, ...]]] = [(self._root, place, ())]
        while waiting:
            node, at, numbers = waiting.pop()
            if node.spelt and at > place:
                start, end = units[place].start, units[at - 1].end
                yield Match(start, end, self._meant(node.spelt, text[start:end]), numbers)
            if at == len(units):
                continue
            form = units[at].form
            if follows := node.children.get(form):
                waiting.append((follows, at + 1, numbers))
            if form in joiners and at > place and (follows := node.children.get(self._joined(units, at))):
                waiting.append((follows, at + 2, numbers))
            number = float(form.replace(",", "")) if form[0].isdecimal() else self._numbers.get(form)
            if number is not None and (follows := node.children.get(NUMBER)):
                waiting.append((follows, at + 1, (*numbers, number)))

    @staticmethod
    def _joined(units: Sequence[Unit], at: int) -> str:
        """The letter behind a の that only joins two nouns: 解約通知の期限 is the 解約通知期限; nothing elsewhere."""
        around = units[at - 1 : at + 2 : 2]
        return (
            around[1].form
            if len(around) == 2 and all(map(_script().of_nouns.match, (unit.form for unit in around)))
            else ""
        )

    def _form(self, word: str, *, mends: bool) -> str:
        form = self._stemmer.stem(_plain(word))
        if not mends or form in self._words or form in self._known or len(form) < _SHORTEST_TYPO:
            return form
        if form not in self._typos:
            if len(self._typos) >= _MOST_TYPOS:
                self._typos.clear()
            self._typos[form] = self._nearest(form)
        return self._typos[form]

    def _nearest(self, form: str) -> str:
        alike = [word for size in (-1, 0, 1) for word in self._by_shape.get((form[0], len(form) + size), ())]
        return likeliest(form, alike) or form


def _plain(word: str) -> str:
    return _APOSTROPHES.sub("", unicodedata.normalize("NFKC", word).casefold())


@dataclass(frozen=True)
class _Script:
    """``unspaced``: letters of a script without blanks, one unit each; ``joiners`` join two nouns, say nothing else."""

    letters: tuple[str, ...]
    unspaced: tuple[str, ...]
    grammar: tuple[str, ...]
    nouns: tuple[str, ...]
    foreign: tuple[str, ...]
    joiners: tuple[str, ...]

    @cached_property
    def units(self) -> re.Pattern[str]:
        """A number, a word, a letter of a script without blanks, or a mark."""
        own = "".join(self.unspaced)
        word = rf"[^\W\d_{own}]+"
        return re.compile(rf"\d[\d,]*(?:\.\d+)?|(?P<word>{word}(?:['’]{word})*['’]?)|[{own}]|[%<>=≥≤+#]")

    @cached_property
    def of_nouns(self) -> re.Pattern[str]:
        """A unit that begins with a letter of nouns."""
        return re.compile(f"[{''.join(self.nouns)}]")


@cache
def _script() -> _Script:
    return load_patterns(_Script, "script")
