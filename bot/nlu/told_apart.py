"""Two things told in one breath: "had a call with Initech, they need SSO, remind me on Thursday"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from actions.registry import spec_of
from bot.nlu.questions import Joint
from bot.nlu.reading import Reading
from bot.nlu.told import FACTS, SURE_OF_WEIGHTY
from bot.nlu.word_patterns import load_patterns

KEPT_WHOLE = {"minutes", "note"}  # whatever they hold
_ENDS = re.compile("[.。！!]")  # of a sentence
_MOST_CUTS = 4  # each costs two readings
_SHORTEST = 24  # letters of a text that may tell two things (Latin letters; Japanese says as much in half)
# What stands by itself after anything else told; all other may be no more than the reason, or what was talked of.
_REMINDER = "set_reminder"
_BY_THEMSELVES = {_REMINDER, "set_absence", "hold_account", "hand_off_account"}
_FACTS_BY_THEMSELVES = {"contact_new", "contact_left", "contact_changed", "promise", "owner"}
_OF_SOMEBODY = "contact_"
# After these there is no reason to give, so that what follows is a thing of its own.
_WITHOUT_REASON = {"visit", "survey", "settled", "contact_new", "contact_changed", "contact_left"}
_AFTER_THEM = {"record_need", "log_outcome"}
_FACTS_AFTER_THEM = {"budget", "budget_free", "complaint", "problem", "cancellation", "account_changed", "survey"}


@dataclass(frozen=True)
class _Words:
    cuts: re.Pattern[str]


def cuts(text: str) -> Iterator[Joint]:
    """Where a statement may be parted: where a sentence ends first, then in the order of the text."""
    if len(text) * (1 if text.isascii() else 2) < _SHORTEST:
        return
    found = sorted(_words().cuts.finditer(text), key=lambda cut: (not _ENDS.search(cut[0]), cut.start()))
    for match in found[:_MOST_CUTS]:
        if match.start() > 0 and match.end() < len(text):
            yield Joint(*match.span())


def tell_two(first: Reading, second: Reading) -> bool:
    """Whether both halves tell a thing of their own, and the second is no reason or detail of the first."""
    if not (_keeps(first) and _keeps(second, surely=True)):
        return False
    if second.account and not (first.mention or first.record or "date" in first.entities):
        return False  # "note this, Globex moves in May": of nobody, and nothing yet, is told by the first half
    before, after = _kind(first), _kind(second)
    if before == after or (second.account and first.account and second.account.id != first.account.id):
        return False
    intent, fact = after
    if before[0] == "log_outcome" and intent == _REMINDER:
        return False  # "they are thinking about it, tell me again on the 15th": the outcome has a day of its own
    if intent == _REMINDER and _waits_for_day(first) and not _says(second, _REMINDER):
        return False  # "the hold on Globex, make it the 15th": the day is the one that the hold waits for
    if fact.startswith(_OF_SOMEBODY) and not _is_another(first, second):
        return False
    if intent in _BY_THEMSELVES or fact in _FACTS_BY_THEMSELVES:
        return True
    return before[1] in _WITHOUT_REASON and (intent in _AFTER_THEM or fact in _FACTS_AFTER_THEM)


def _waits_for_day(first: Reading) -> bool:
    """Whether a change is asked for that ends on a day, and none is named."""
    return bool(spec_of(first.intent).undated) and "date" not in first.entities


def _says(reading: Reading, act: str) -> bool:
    atoms = reading.pieces.atoms if reading.pieces else ()
    return any((sense.kind, sense.key) == ("act", act) for atom in atoms for sense in atom.senses)


def _is_another(first: Reading, second: Reading) -> bool:
    """Whether the second half names somebody, and not whom the first names: else it tells more of them."""
    who = second.record.get("contact")
    return who is not None and who != first.record.get("contact")


def _kind(reading: Reading) -> tuple[str, str]:
    fact = reading.record.get("fact", "")
    if fact == "absence":
        return ("set_absence", "")
    return (FACTS, fact) if fact else (reading.intent, "")


def _keeps(reading: Reading, *, surely: bool = False) -> bool:
    """Whether something is kept of it; ``surely``: beyond doubt as what it is."""
    best = reading.told.best
    if best and reading.record and not surely:
        return True
    sure = best.confidence if best else reading.confidence  # an order to us is no statement
    keeps = bool(reading.record) or (spec_of(reading.intent).writes and not reading.refused)
    return keeps and sure >= SURE_OF_WEIGHTY


@cache
def _words() -> _Words:
    return load_patterns(_Words, "told_apart")
