"""What a colleague tells to be kept: a note, a visit, a complaint, a new contact, a new owner, who is away.

The words are data (``data/language/<language>/records.yml``); a text that asks something tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.nlu.name_letters import CUSTOMER as CUSTOMER_LETTER
from bot.nlu.name_letters import PERSON as PERSON_LETTER
from bot.nlu.word_patterns import compile_words
from knowledge.language import LANGUAGES, load_words

_EDGES = ' \t,.;:!?、。・-–—「」『』"“”'


@dataclass(frozen=True)
class RecordSaid:
    """``fact``: what kind of thing is told. ``said``: its parts as they were written, by name."""

    fact: str
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Words:
    asks: re.Pattern[str]
    wants: re.Pattern[str]
    wants_time: re.Pattern[str]
    denies: re.Pattern[str]
    speaks_of_them: re.Pattern[str]
    facts: tuple[tuple[str, tuple[re.Pattern[str], ...], re.Pattern[str] | None], ...]
    touches: Mapping[str, str]
    who: re.Pattern[str]
    absent: re.Pattern[str]
    not_absent: re.Pattern[str]
    deputies: tuple[re.Pattern[str], ...]


def find_record(marked: str) -> RecordSaid | None:
    """The fact told in a text in which customers and colleagues stand as letters; None where none is told."""
    if asks(marked):
        return None
    return _absence(marked) or next((found for words in _languages() if (found := _fact(marked, words))), None)


def asks(text: str) -> bool:
    """Whether a text asks or orders, so that it tells nothing."""
    return any(words.asks.search(text) for words in _languages())


def wants_something(marked: str) -> bool:
    """Whether a customer is said to want something: that is a need, whatever else is told."""
    return any(words.wants.search(marked) and not words.denies.search(marked) for words in _languages())


def wants_time(text: str) -> bool:
    """Whether what a customer is said to want is time: the reason to wait, and nothing to sell."""
    return any(words.wants_time.search(text) for words in _languages())


def denies_a_need(marked: str) -> bool:
    """Whether a customer is said not to want something: worth a note, and no need."""
    return any(words.denies.search(marked) for words in _languages())


def speaks_of_them(text: str) -> bool:
    """Whether a text tells what a customer said or does without naming them."""
    return any(words.speaks_of_them.search(text) for words in _languages())


def _fact(marked: str, words: _Words) -> RecordSaid | None:
    for fact, said, unless in words.facts:
        match = next((found for pattern in said if (found := pattern.search(marked))), None)
        if match is None or (unless and unless.search(marked)):
            continue
        groups = {name: value.strip(_EDGES) for name, value in match.groupdict().items() if value}
        if fact == "visit":
            groups["touch_kind"] = words.touches.get(groups.pop("touch", "").strip().casefold(), "meeting")
        if title := groups.pop("title_after", None):
            groups["title"] = title
        return RecordSaid(fact, groups)
    return None


def _absence(marked: str) -> RecordSaid | None:
    for words in _languages():
        who = words.who.search(marked)
        if who is None or words.not_absent.search(marked) or not words.absent.search(marked):
            continue
        deputy = next((found["deputy"] for pattern in words.deputies if (found := pattern.search(marked))), None)
        said = {"deputy": deputy} if deputy else {}
        if (person := who["who"] or "") and re.match(PERSON_LETTER, person):
            said["person"] = person
        return RecordSaid("absence", said)
    return None


@cache
def _languages() -> tuple[_Words, ...]:
    return tuple(_read(load_words(language, "records")) for language in LANGUAGES)


def _read(data: Mapping[str, Any]) -> _Words:
    expansions = {"customer": CUSTOMER_LETTER, "person": PERSON_LETTER, **data["expansions"]}

    def compiled(pattern: str) -> re.Pattern[str]:
        return compile_words(pattern, expansions)

    absent = data["absent"]
    return _Words(
        asks=compiled(data["asks"]),
        wants=compiled(data["wants"]),
        wants_time=compiled(data["wants_time"]),
        denies=compiled(data["denies"]),
        speaks_of_them=compiled(data["speaks_of_them"]),
        facts=tuple(
            (
                fact["fact"],
                tuple(map(compiled, fact["said"])),
                compiled(fact["unless"]) if "unless" in fact else None,
            )
            for fact in data["facts"]
        ),
        touches={word: kind for kind, said in data["touches"].items() for word in said},
        who=compiled(absent["who"]),
        absent=compiled(absent["said"]),
        not_absent=compiled(absent["unless"]),
        deputies=tuple(map(compiled, absent["deputy"])),
    )
