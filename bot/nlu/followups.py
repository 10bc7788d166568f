"""Short messages that only make sense after another: "what about Globex?", "shorter", "in English please"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.nlu.sayings import find_medium, find_wished_language, without_sayings
from bot.nlu.word_patterns import load_patterns

_MARKS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class _Words:
    about: re.Pattern[str]
    correction: re.Pattern[str]
    corrects: re.Pattern[str]
    narrows: re.Pattern[str]
    splits: re.Pattern[str]
    shorter: re.Pattern[str]
    ordinal: re.Pattern[str]
    ordinals: Mapping[str, int]
    filler: re.Pattern[str]
    case: re.Pattern[str]


@dataclass(frozen=True)
class FollowUp:
    """What a short message changes about the last answer. ``only``: it says nothing else, so the last one repeats.

    ``narrows``: it names nothing but another period, segment, product, or (``splits``) another split: "and last
    quarter?", 製造業は？. ``corrects``: it names what was meant instead. ``case``: another case of it,
    "and if they have no time?".
    """

    same_question: bool = False
    shorter: bool = False
    language: str | None = None
    ordinal: int | None = None
    medium: str | None = None
    only: bool = False
    narrows: bool = False
    splits: bool = False
    corrects: bool = False
    case: bool = False


def read_follow_up(text: str, spans: Sequence[tuple[int, int]], narrowing: Sequence[tuple[int, int]] = ()) -> FollowUp:
    """What ``text`` asks of the last answer; ``spans`` are customers' names in it, ``narrowing`` dates and the like."""
    words, masked = _words(), _mask(text, spans)
    shorter, ordinal = bool(words.shorter.search(masked)), words.ordinal.search(masked)
    language, medium = find_wished_language(masked), find_medium(masked)
    about = "@@" in masked and any(pattern.match(masked) for pattern in (words.about, words.correction))
    found = next((group for group in ordinal.groups() if group), "") if ordinal else ""
    return FollowUp(
        same_question=about,
        shorter=shorter,
        language=language[0] if language else None,
        ordinal=words.ordinals.get(found.lower()),
        medium=medium[0] if medium else None,
        narrows=_only_narrows(text, spans, narrowing),
        splits=bool(words.splits.search(text)),
        corrects=bool(words.corrects.match(masked) or (narrowing and words.corrects.match(_mask(text, narrowing)))),
        case=bool(words.case.search(text.strip())),
        only=bool(shorter or language or ordinal or medium) and _says_no_more(masked),
    )


def _says_no_more(masked: str) -> bool:
    words = _words()
    rest = without_sayings(words.shorter.sub(" ", masked))
    for pattern in (words.ordinal, words.filler, _MARKS):
        rest = pattern.sub(" ", rest)
    return not rest.strip()


def _only_narrows(text: str, spans: Sequence[tuple[int, int]], narrowing: Sequence[tuple[int, int]]) -> bool:
    words = _words()
    if spans or not (narrowing or words.splits.search(text)):
        return False
    masked = text
    for start, end in sorted(narrowing, reverse=True):
        masked = f"{masked[:start]}%%{masked[end:]}"
    return not _MARKS.sub("", words.narrows.sub("", masked))


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}@@{text[end:]}"
    return text.strip()


@cache
def _words() -> _Words:
    return load_patterns(_Words, "followups")
