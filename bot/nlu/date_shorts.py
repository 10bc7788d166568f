"""Words of dates as people shorten and mistype them, written out: "nxt mth" is next month, "thrusday" Thursday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.nlu.spelling import left_out_or_exchanged
from knowledge.language import LANGUAGES, load_words

_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class WrittenOut:
    """``text`` in whole words; ``places[n]`` is where its letter ``n`` stands in what was typed."""

    text: str
    places: tuple[int, ...]

    def at(self, start: int, end: int) -> tuple[int, int]:
        """A place of the text in what was typed."""
        return self.places[start], self.places[end]


@dataclass(frozen=True)
class _Shorts:
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    mended: tuple[str, ...]


def write_out(typed: str) -> WrittenOut:
    """The words of dates written out, all else as it is."""
    text, places = typed, list(range(len(typed) + 1))
    for pattern, whole in _shorts().patterns:
        text, places = _replace(text, places, [(*m.span(), m.expand(whole)) for m in pattern.finditer(text)])
    slips = [(*m.span(), meant) for m in _WORD.finditer(text) if (meant := _meant(m[0]))]
    text, places = _replace(text, places, slips)
    return WrittenOut(text, tuple(places))


def _replace(text: str, places: list[int], changes: list[tuple[int, int, str]]) -> tuple[str, list[int]]:
    for start, end, whole in reversed(changes):
        text = text[:start] + whole + text[end:]
        places = [*places[: start + 1], *[places[end]] * (len(whole) - 1), *places[end:]]
    return text, places


def _meant(word: str) -> str | None:
    return left_out_or_exchanged(word.lower(), _shorts().mended)


@cache
def _shorts() -> _Shorts:
    told = [load_words(language, "dates").get("shorts", {}) for language in LANGUAGES]
    patterns = [
        (re.compile(rf"(?<![\w'’])(?:{short})(?![\w'’])", re.IGNORECASE), str(whole))
        for each in told
        for whole, short in each.get("written_out", {}).items()
    ]
    return _Shorts(tuple(patterns), tuple(word for each in told for word in each.get("mended", ())))
