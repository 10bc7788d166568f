"""Writes that nobody asked for are never made: what is refused, asked or in doubt is shown before anything is kept."""

from __future__ import annotations

from typing import Any

from actions.registry import spec_of
from bot.dialogue.look_ups import asks_to_remind
from bot.dialogue.state import DialogueState
from bot.nlu.corrections import read_correction
from bot.nlu.reading import Reading
from bot.nlu.records import speaks_of_them, wants_something
from bot.nlu.restating import find_restated
from bot.nlu.write_words import asks_rather_than_tells, is_present, refuses_to_write, sounds_like_need

# What a person says and what is kept of it, shown before it is kept where it is in doubt.
TOLD_TO = {"record_need", "log_outcome"}
_DOUBTFUL = 0.45  # probability of the intent, below which a write is shown first


def refuse(reading: Reading) -> dict[str, Any] | None:
    """The question back for what is not to be done at all, or not by us; None for anything else."""
    if is_present(reading.text) or (refuses_to_write(reading.text) and reading.intent != "set_reminder"):
        return {"kind": "left_alone", "language": reading.language}
    if "reminds" in reading.entities:
        return {"kind": "reminds_only_you", "person": reading.entities["reminds"], "language": reading.language}
    return None


def is_question(intent: str, slots: dict[str, Any], reading: Reading) -> bool:
    """Whether a question was taken for something to be kept."""
    return intent in TOLD_TO and not slots.get("step") and asks_rather_than_tells(reading.text)


def corrects_nothing(intent: str, reading: Reading, topic: DialogueState) -> bool:
    """ "Make that the 23rd", やっぱり5日まで where nothing was made that has a day: no reminder of those words.

    Nor of an apology right after something was made, which puts that right in a way that was not read.
    """
    if intent != "set_reminder" or asks_to_remind(reading):
        return False
    just_made = topic.wrote is not None and not topic.wrote.get("told_since") and not reading.mention
    if just_made and (find_restated(reading.text) or not _has_day(reading)):
        return True
    return read_correction(reading.text, (*reading.spans, *reading.named)).meant is not None


def _has_day(reading: Reading) -> bool:
    """Whether a day was read that one can be reminded on, rather than words that may be one."""
    return str(reading.entities.get("date", ""))[:4].isdigit()


def speaks_of_nobody(intent: str, slots: dict[str, Any], reading: Reading) -> bool:
    """Whether it tells what "they" said, and nobody knows of whom."""
    unknown = "account_id" not in slots and not reading.mention and not slots.get("step")
    return intent == "set_reminder" and unknown and speaks_of_them(reading.text)


def confirm(intent: str, slots: dict[str, Any], reading: Reading, topic: DialogueState) -> dict[str, Any] | None:
    """The card that shows what would be kept, for a yes or other words; None where there is no doubt."""
    spec = spec_of(intent)
    if not spec.writes or slots.get("step") or topic.pending or "account_id" not in slots:
        return None
    words = str(slots.get("need") or slots.get("reason") or reading.text)
    doubtful = intent == "record_need" and not (sounds_like_need(reading.text) or wants_something(reading.text))
    told = intent == "record_need" and not doubtful and reading.account is not None
    if not doubtful and (told or not (reading.confidence < _DOUBTFUL and intent in TOLD_TO)):
        return None
    return {**slots, "kind": "confirm", "for_intent": intent, "words": words, "likely": 1}
