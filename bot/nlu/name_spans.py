"""Where in a question a customer's name could stand: word groups in English, runs of script in Japanese."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import TypeAlias

from bot.nlu.word_patterns import load_patterns
from knowledge.language import LANGUAGES, load_words

Span: TypeAlias = tuple[int, int]

_MOST_STEPS = 7  # words or script runs in one name
_MOST_LETTERS = 20  # letters of a name that is written in the script of grammar alone, each of them a piece
_LONGEST = 60  # letters of a name
_READ = 600  # letters of a question that are searched for names
_MOST_GROUPS = 1_500
_QUOTES = {"「": "」", "『": "』", '"': '"', "“": "”", "'": "'", "‘": "’"}


@dataclass(frozen=True)
class _Words:
    """``pieces`` of which names are made; ``glued`` ends a name though it is written on to it: 訪問, 向け."""

    glued: str
    pieces: str
    letter: re.Pattern[str]
    only_grammar: re.Pattern[str]
    polite: re.Pattern[str]
    legal: re.Pattern[str]
    edges: str

    @cached_property
    def run(self) -> re.Pattern[str]:
        """A letter of grammar."""
        letters = "".join(each for language in LANGUAGES for each in load_words(language, "script")["grammar"])
        return re.compile(f"[{letters}]")

    @cached_property
    def piece(self) -> re.Pattern[str]:
        """One piece, or any other letter."""
        return re.compile(rf"{self.pieces}|\S")

    @cached_property
    def edge(self) -> re.Pattern[str]:
        """A piece at which no name begins or ends."""
        return re.compile(rf"^(?:{self.edges}|[^\w(].*)$|^\W+$", re.IGNORECASE)


def name_groups(question: str, cuts: Iterable[int] = ()) -> list[Span]:
    """Every group of neighbouring words or script runs that could be a whole name, longest first at each place.

    ``cuts``: places at which a run ends as well, for a name glued to a day: 今日橘浜商会.
    """
    end = min(len(question), _READ)
    edges = sorted({0, end, *(cut for cut in cuts if 0 < cut < end)})
    piece = _words().piece
    pieces = [match.span() for first, last in pairwise(edges) for match in piece.finditer(question, first, last)]
    groups = []
    for first, (start, _) in enumerate(pieces):
        steps = _MOST_LETTERS if _begins_run(question, pieces, first) else _MOST_STEPS
        for last, end in reversed(pieces[first : first + steps]):
            if end - start <= _LONGEST and _is_group(question, pieces[first], (last, end)):
                groups.append((start, end))
    return groups[:_MOST_GROUPS]


def _begins_run(question: str, pieces: list[Span], first: int) -> bool:
    """Whether a run of single letters of grammar begins here, which may be a whole name: ひばりだいしすてむ."""
    run = _words().run

    def is_letter(at: int) -> bool:
        start, end = pieces[at]
        return end - start == 1 and bool(run.match(question, start))

    return is_letter(first) and not (first and pieces[first - 1][1] == pieces[first][0] and is_letter(first - 1))


def _is_group(question: str, first: Span, last: Span) -> bool:
    words, text = _words(), question[first[0] : last[1]]
    edges = question[slice(*first)], question[slice(*last)]
    return (
        bool(words.letter.search(text)) and not words.only_grammar.match(text) and not any(map(words.edge.match, edges))
    )


def needs_more(question: str, span: Span, vocabulary: Collection[str]) -> bool:
    """Whether this is only an ordinary word here, although some customer is called so."""
    start, end = span
    text = question[start:end]
    if text.casefold() not in vocabulary:
        return False
    before, after = question[:start], question[end:]
    quoted = bool(before) and _QUOTES.get(before[-1]) == after[:1] != ""
    named = quoted or bool(_words().polite.match(after)) or bool(_words().legal.match(after))
    capital = text[:1].isupper() and bool(re.search(r"[a-z,]\s*$", before)) and not question.istitle()
    return not (named or capital)


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether two places share a letter."""
    return any(span[0] < end and start < span[1] for start, end in others)


def is_polite(question: str, end: int) -> bool:
    """Whether 様, さん or the like follows: what stands before is a name."""
    return bool(_words().polite.match(question, end))


def glued_words() -> str:
    """An alternation of what ends a name though it is written on to it."""
    return _words().glued


@cache
def _words() -> _Words:
    return load_patterns(_Words, "names")
