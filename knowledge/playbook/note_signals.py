"""What our notes tell of a customer's plans: so that a letter can speak of them without quoting us."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.accounts.history import NoteTaken
from knowledge.language import LANGUAGES, load_words

FRESH_DAYS = 120  # an older plan has been carried out or dropped


class Signal(StrEnum):
    """What a note may tell. ``COMPARING`` is for our own eyes only."""

    HIRING = "hiring"
    NEW_OFFICE = "new_office"
    NEW_HEAD = "new_head"
    OWN_MEETING = "own_meeting"
    BUDGET_ROUND = "budget_round"
    COMPARING = "comparing"


@dataclass(frozen=True)
class Plan:
    """One plan read from a note. ``count``: of people; ``month``: the first day of the month named, not yet past."""

    signal: Signal
    note: NoteTaken
    count: int | None = None
    month: dt.date | None = None


def find_plans(notes: Sequence[NoteTaken], *, as_of: dt.date) -> tuple[Plan, ...]:
    """The plans in notes of the last 120 days, newest first, each signal once; a month that is over is left out."""
    found: dict[Signal, Plan] = {}
    for note in notes:
        if (as_of - note.written_on).days > FRESH_DAYS:
            continue
        for signal, pattern in _patterns():
            if signal not in found and (match := pattern.search(note.text)):
                plan = _read(signal, note, match, as_of)
                if plan:
                    found[signal] = plan
    return tuple(found.values())


def _read(signal: Signal, note: NoteTaken, match: re.Match[str], as_of: dt.date) -> Plan | None:
    told = match.groupdict()
    month = _month(told.get("month"), note.written_on)
    if month and (month.year, month.month) < (as_of.year, as_of.month):
        return None
    return Plan(signal, note, _count(told.get("count")), month)


def _month(said: str | None, written_on: dt.date) -> dt.date | None:
    """The first such month from the day of the note on."""
    number = next(
        (m for lang in LANGUAGES if (m := load_words(lang, "note_signals")["months"].get((said or "").lower()))), None
    )
    if number is None:
        return None
    year = written_on.year + (number < written_on.month)
    return dt.date(year, number, 1)


def _count(said: str | None) -> int | None:
    if not said:
        return None
    if said.isdigit():
        return int(said)
    words = {word: n for language in LANGUAGES for word, n in load_words(language, "note_signals")["counts"].items()}
    return words.get(said.lower()) or words.get(f"{said}名")


@cache
def _patterns() -> tuple[tuple[Signal, re.Pattern[str]], ...]:
    return tuple(
        (Signal(name), re.compile(pattern, re.IGNORECASE))
        for language in LANGUAGES
        for name, pattern in load_words(language, "note_signals")["signals"].items()
    )
