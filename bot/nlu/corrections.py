"""A message that only corrects, or takes back, what was just done: "no, Wednesday", "that was for Globex"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from bot.nlu.name_spans import Span
from bot.nlu.word_patterns import compile_words
from knowledge.language import LANGUAGES, load_words

_OPEN, _CLOSE = "\ue080", "\ue081"  # around the number of a thing named
_THING = rf"{_OPEN}\d+{_CLOSE}"
_THING_SAID = re.compile(_THING)
_MONTHS = "months"
Way = Literal["later", "earlier"]
_BUILT_IN = {"thing": _THING, "meant": rf"(?P<meant>{_THING})"}


class Shift(NamedTuple):
    """So many calendar months, and the rest of a stretch; both negative where it goes back."""

    months: int = 0
    rest: dt.timedelta = dt.timedelta()


@dataclass(frozen=True)
class Correction:
    """``meant``: the place of what is meant instead. ``words``: what should stand instead of the words kept.

    ``begins``: it begins as a correction does, whatever follows. ``drops``: how many of the last changes it takes back.
    ``swap``: a word that was kept and the one that is meant, "it's Lang, not Long"; the first is empty where only how
    it is spelt is told. ``returns``: on the day meant somebody is back. ``hour``: another hour of the same day, with a
    ``minute`` of its own or that which was kept.
    ``reason``: why what was kept came out so.
    ``bare``: nothing but this thing is said; a day or a time corrects what has one.
    ``later``: so much after the moment that was kept, before it where negative: "a week later", 前日に.
    """

    meant: Span | None = None
    words: str | None = None
    begins: bool = False
    drops: int = 0
    swap: tuple[str, str] | None = None
    returns: bool = False
    hour: int | None = None
    minute: str | None = None
    reason: str | None = None
    bare: Span | None = None
    later: Shift | None = None


@dataclass(frozen=True)
class _Words:
    changes: tuple[re.Pattern[str], ...]
    bare: tuple[re.Pattern[str], ...]
    around: re.Pattern[str]
    leads: re.Pattern[str]
    restates: re.Pattern[str]
    drops: re.Pattern[str]
    drops_both: re.Pattern[str]
    swaps: tuple[re.Pattern[str], ...]
    spelt: tuple[re.Pattern[str], ...]
    asides: re.Pattern[str]
    returns: tuple[re.Pattern[str], ...]
    hours: tuple[re.Pattern[str], ...]
    reasons: tuple[re.Pattern[str], ...]
    moves: Mapping[Way, tuple[re.Pattern[str], ...]]
    counts: Mapping[str, float]
    units: Mapping[str, re.Pattern[str]]


def read_correction(text: str, places: Sequence[Span]) -> Correction:
    """What a message corrects; ``places`` are the customers, days, products and colleagues named in it."""
    bare, spans = text.strip(), sorted(set(places))
    for words in _languages():
        if words.drops_both.fullmatch(bare):
            return Correction(drops=2)
        if words.drops.fullmatch(bare):
            return Correction(drops=1)
    if later := _later(bare):
        return Correction(later=later, begins=True)
    marked = _marked(text, spans).strip()
    for words in _languages():
        for pattern in words.changes:
            if match := pattern.fullmatch(marked):
                return Correction(meant=spans[int(match["meant"][1:-1])], begins=True, swap=_swapped(bare))
        if match := _first(words.returns, marked):
            return Correction(meant=spans[int(match["meant"][1:-1])], begins=True, returns=True)
        if match := _first(words.bare, marked):
            return Correction(bare=spans[int(match["meant"][1:-1])])
    for words in _languages():
        if match := _first(words.hours, marked):
            minute = match.groupdict().get("minute")
            return Correction(hour=int(match["hour"]), minute=minute, begins=True)
    reason = next((found["reason"].strip() for words in _languages() if (found := _first(words.reasons, bare))), None)
    restated = next((found["words"] for words in _languages() if (found := words.restates.match(bare))), None)
    lead = next((found for words in _languages() if (found := words.leads.match(marked))), None)
    meant = spans[0] if lead and len(spans) == 1 and _only_names(marked[lead.end() :]) and not restated else None
    return Correction(meant=meant, words=restated, begins=lead is not None, swap=_swapped(bare), reason=reason)


def _later(bare: str) -> Shift | None:
    """How much later than what was kept, where nothing else is said."""
    for words in _languages():
        for way, patterns in words.moves.items():
            if match := _first(patterns, bare):
                said = match.groupdict()
                unit = next(unit for unit, spelt in words.units.items() if spelt.fullmatch(said["unit"]))
                count = words.counts.get(said.get("count") or "") or float(said.get("count") or 1)
                count = count if way == "later" else -count
                return Shift(months=int(count)) if unit == _MONTHS else Shift(rest=dt.timedelta(**{unit: count}))
    return None


def _only_names(rest: str) -> bool:
    """Whether nothing but words of a correction stand around the one thing named: "no, that was Flint I called"."""
    around = _THING_SAID.sub(" ", rest).strip(" ,.!")
    return any(words.around.fullmatch(around) for words in _languages())


def _first(patterns: Sequence[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.fullmatch(text))), None)


def _swapped(bare: str) -> tuple[str, str] | None:
    for words in _languages():
        bare = words.asides.sub("", bare)
    patterns = (pattern for words in _languages() for pattern in words.swaps)
    if match := next((found for pattern in patterns if (found := pattern.fullmatch(bare))), None):
        return match["old"], match["new"].rstrip(",.")
    spelt = next((found for words in _languages() if (found := _first(words.spelt, bare))), None)
    return ("", spelt["new"]) if spelt else None


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
        bare=tuple(map(compiled, data["bare"])),
        around=compiled(data["around"]),
        leads=compiled(data["leads"]),
        restates=compiled(data["restates"]),
        drops=compiled(data["drops"]),
        drops_both=compiled(data["drops_both"]),
        swaps=tuple(map(compiled, data["swaps"])),
        spelt=tuple(map(compiled, data["spelt"])),
        asides=compiled(data["asides"]),
        returns=tuple(map(compiled, data["returns"])),
        hours=tuple(map(compiled, data["hours"])),
        reasons=tuple(map(compiled, data["reasons"])),
        moves={way: tuple(map(compiled, data["moves"][way])) for way in get_args(Way)},
        counts=data["counts"],
        units={unit: compiled(spelt) for unit, spelt in data["units"].items()},
    )
