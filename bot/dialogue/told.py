"""What a message tells to be kept, as a step: a fact about a customer, or that somebody is away."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from bot.nlu.periods import Grain
from bot.nlu.reading import Reading
from bot.nlu.records import denies_a_need, wants_something
from bot.nlu.told import says_outcome

_WITH_DAYS = ("date", "date_end", "time", "grain", "until", "product")
# What is told in so many words, whatever else the words are like; the rest yields to a need.
_PLAIN = {
    "owner",
    "minutes",
    "contact_new",
    "contact_changed",
    "contact_left",
    "cancellation",
    "budget",
    "budget_free",
    "problem",
    "settled",
    "survey",
    "account_changed",
}


def read_told(reading: Reading) -> tuple[str, dict[str, Any]] | None:
    """The question that keeps it, and its slots; None where nothing is told, or where it is told as a need."""
    fact = reading.record.get("fact")
    if fact is None:
        denied = reading.intent == "record_need" and denies_a_need(reading.text)
        return ("record_fact", _fact_slots(reading, "note")) if denied else None
    if fact == "absence":
        return ("set_absence", _absence_slots(reading)) if "date" in reading.entities else None
    if fact == "visit" and "again" not in reading.record and _lies_ahead(reading):
        return None  # a meeting to come, which is set and not kept as one that was
    if fact not in _PLAIN | {"complaint"} and (wants_something(reading.text) or says_outcome(reading)):
        return None
    return "record_fact", _fact_slots(reading, fact)


def _lies_ahead(reading: Reading) -> bool:
    best, said = reading.told.best, str(reading.entities.get("date", ""))
    if reading.asked is None or best is None or best.intent != "set_reminder":
        return False
    return said[:10] > reading.asked.today.isoformat()


def _fact_slots(reading: Reading, fact: str) -> dict[str, Any]:
    said = {name: reading.entities[name] for name in _WITH_DAYS if name in reading.entities}
    return {**said, "text": reading.text, **reading.record, "fact": fact, "language": reading.language}


def _absence_slots(reading: Reading) -> dict[str, Any]:
    said = {name: reading.entities[name] for name in ("date", "until", "grain") if name in reading.entities}
    said |= _days_in_a_row(reading)
    who = {"away": reading.record["person"]} if "person" in reading.record else {}
    deputy = {"deputy": reading.record["deputy"]} if "deputy" in reading.record else {}
    return {**said, **who, **deputy, "language": reading.language}


def _days_in_a_row(reading: Reading) -> dict[str, Any]:
    """ "Off on 5 and 6 October", 10/5と10/6は休み: two days and more that follow each other are one absence."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    days = sorted(
        {atom.date.start for atom in atoms if atom.date and atom.date.grain == Grain.DAY and not atom.date.end}
    )
    follow = all(later - earlier == dt.timedelta(days=1) for earlier, later in pairwise(days))
    if len(days) < 2 or not follow:
        return {}
    return {"date": days[0].isoformat(), "until": days[-1].isoformat(), "grain": str(Grain.DAY)}
