"""Where in a question a customer's name could stand: word groups in English, runs of script in Japanese."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import TypeAlias

from knowledge.language import LANGUAGES, load_words

Span: TypeAlias = tuple[int, int]

_MOST_STEPS = 7  # words or script runs in one name
_LONGEST = 60  # letters of a name
_READ = 600  # letters of a question that are searched for names
_MOST_GROUPS = 1_500
# Where a name may begin or end: at a change of script, around particles and what follows a firm's name.
GLUED = "|".join(
    re.escape(word)
    for language in LANGUAGES
    for word in sorted(load_words(language, "names")["glued"], key=len, reverse=True)
)
"""Words that end a name though they are written on to it: 訪問, 向け."""
_PIECES = re.compile(
    r"[A-Za-z0-9À-ɏＡ-Ｚａ-ｚ０-９]+(?:[&.'’_\-+][A-Za-z0-9À-ɏ]+)*"
    r"|(?:株式会社|有限会社|合同会社|\([株有同]\))"
    r"|様|さん|さま|殿|御中|社(?=[のはがをにへとも、]|$)"
    r"|(?:って|について|には|では|とは|から|まで|より|[はがをにのへともで])(?![ー])"
    rf"|[ァ-ヴー・]+|[一-龠々〆]+?(?=様|殿|御中|社[のはがをにへとも]|{GLUED}|[^一-龠々〆]|$)|[ぁ-ゖ]|\S"
)
_LETTER = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９ぁ-ゖァ-ヴ一-龠]")
_ONLY_GRAMMAR = re.compile(r"^(?:[ぁ-ゖ]{1,2}|様|さん|さま|社|[0-9]+|[A-Za-z])$")
_POLITE = re.compile(r"\s*(?:様|さん|さま|殿|御中|社(?![一-龠]))")
_QUOTES = {"「": "」", "『": "』", '"': '"', "“": "”", "'": "'", "‘": "’"}
_LEGAL = re.compile(r"\s*(?:,?\s*(?:inc|ltd|corp|co|llc|gmbh|k\.?k)\b|株式会社|\(株\))", re.IGNORECASE)
_GRAMMAR_EDGE = re.compile(r"^(?:the|a|an|and|or|of|for|to|with|at|in|on|by|is|about|[^\w(].*)$|^\W+$", re.IGNORECASE)


def name_groups(question: str, cuts: Iterable[int] = ()) -> list[Span]:
    """Every group of neighbouring words or script runs that could be a whole name, longest first at each place.

    ``cuts``: places at which a run ends as well, for a name glued to a day: 今日橘浜商会.
    """
    end = min(len(question), _READ)
    edges = sorted({0, end, *(cut for cut in cuts if 0 < cut < end)})
    pieces = [match.span() for first, last in pairwise(edges) for match in _PIECES.finditer(question, first, last)]
    groups = []
    for first, (start, _) in enumerate(pieces):
        for last, end in reversed(pieces[first : first + _MOST_STEPS]):
            if end - start <= _LONGEST and _is_group(question, pieces[first], (last, end)):
                groups.append((start, end))
    return groups[:_MOST_GROUPS]


def _is_group(question: str, first: Span, last: Span) -> bool:
    text = question[first[0] : last[1]]
    edges = question[slice(*first)], question[slice(*last)]
    return bool(_LETTER.search(text)) and not _ONLY_GRAMMAR.match(text) and not any(map(_GRAMMAR_EDGE.match, edges))


def needs_more(question: str, span: Span, vocabulary: Collection[str]) -> bool:
    """Whether this is only an ordinary word here, although some customer is called so."""
    start, end = span
    text = question[start:end]
    if text.casefold() not in vocabulary:
        return False
    before, after = question[:start], question[end:]
    quoted = bool(before) and _QUOTES.get(before[-1]) == after[:1] != ""
    named = quoted or bool(_POLITE.match(after)) or bool(_LEGAL.match(after))
    capital = text[:1].isupper() and bool(re.search(r"[a-z,]\s*$", before)) and not question.istitle()
    return not (named or capital)


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether two places share a letter."""
    return any(span[0] < end and start < span[1] for start, end in others)


def is_polite(question: str, end: int) -> bool:
    """Whether 様, さん or the like follows: what stands before is a name."""
    return bool(_POLITE.match(question, end))
