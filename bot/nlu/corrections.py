"""A message that only corrects, or takes back, what was just done: "no, Wednesday", "that was for Globex"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.nlu.name_spans import Span
from bot.nlu.word_patterns import compile_words
from knowledge.language import LANGUAGES, load_words

_OPEN, _CLOSE = "\ue080", "\ue081"  # around the number of a thing named
_THING = rf"{_OPEN}\d+{_CLOSE}"
_BUILT_IN = {"thing": _THING, "meant": rf"(?P<meant>{_THING})"}


@dataclass(frozen=True)
class Correction:
    """``meant``: the place of what is meant instead. ``words``: what should stand instead of the words kept.

    ``begins``: it begins as a correction does, whatever follows. ``drops``: how many of the last changes it takes back.
    ``swap``: a word that was kept and the one that is meant, "it's Lang, not Long".
    """

    meant: Span | None = None
    words: str | None = None
    begins: bool = False
    drops: int = 0
    swap: tuple[str, str] | None = None


@dataclass(frozen=True)
class _Words:
    changes: tuple[re.Pattern[str], ...]
    leads: re.Pattern[str]
    restates: re.Pattern[str]
    drops: re.Pattern[str]
    drops_both: re.Pattern[str]
    swaps: tuple[re.Pattern[str], ...]
    asides: re.Pattern[str]


def read_correction(text: str, places: Sequence[Span]) -> Correction:
    """What a message corrects; ``places`` are the customers, days, products and colleagues named in it."""
    bare, spans = text.strip(), sorted(set(places))
    for words in _languages():
        if words.drops_both.fullmatch(bare):
            return Correction(drops=2)
        if words.drops.fullmatch(bare):
            return Correction(drops=1)
    marked = _marked(text, spans).strip()
    for words in _languages():
        for pattern in words.changes:
            if match := pattern.fullmatch(marked):
                return Correction(meant=spans[int(match["meant"][1:-1])], begins=True)
    restated = next((found["words"] for words in _languages() if (found := words.restates.match(bare))), None)
    begins = any(words.leads.match(bare) for words in _languages())
    return Correction(words=restated, begins=begins, swap=_swapped(bare))


def _swapped(bare: str) -> tuple[str, str] | None:
    for words in _languages():
        bare = words.asides.sub("", bare)
    patterns = (pattern for words in _languages() for pattern in words.swaps)
    match = next((found for pattern in patterns if (found := pattern.fullmatch(bare))), None)
    return (match["old"], match["new"]) if match else None


def _marked(text: str, spans: Sequence[Span]) -> str:
    """The text with each thing named as its number; of things that overlap the last counts."""
    for number, (start, end) in reversed(list(enumerate(spans))):
        text = f"{text[:start]}{_OPEN}{number}{_CLOSE}{text[end:]}"
    return text


@cache
def _languages() -> tuple[_Words, ...]:
    return tuple(_read(load_words(language, "corrections")) for language in LANGUAGES)


def _read(data: Mapping[str, Any]) -> _Words:
    expansions = {**_BUILT_IN, **data["expansions"]}

    def compiled(pattern: str) -> re.Pattern[str]:
        return compile_words(pattern, expansions)

    return _Words(
        changes=tuple(map(compiled, data["changes"])),
        leads=compiled(data["leads"]),
        restates=compiled(data["restates"]),
        drops=compiled(data["drops"]),
        drops_both=compiled(data["drops_both"]),
        swaps=tuple(map(compiled, data["swaps"])),
        asides=compiled(data["asides"]),
    )
