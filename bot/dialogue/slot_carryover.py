"""Which slots a question brings along from what was said before in the thread."""

from __future__ import annotations

from typing import Any

from actions.registry import own_words, spec_of
from bot.dialogue.state import DialogueState
from bot.nlu.followups import FollowUp
from bot.nlu.reading import Reading
from bot.nlu.steps import read_step

# Said of one customer only; another customer in the same question drops them.
_OF_ONE = {
    *("product", "products", "account_id", "account", "wished_language", "length"),
    *("addressee", "role", "matter", "occasion", "which", "unread"),
}
_PERIOD = {"date", "date_end", "time", "grain", "until"}


def choose_slots(understood: Reading, follow_up: FollowUp, topic: DialogueState, intent: str | None) -> dict[str, Any]:
    """What was carried over, over it what is said now, and the language to answer in."""
    carried = _carried(understood, follow_up, topic, intent)
    said, spec = understood.entities, spec_of(intent) if intent else None
    if spec and spec.looks_back and "date" in said:
        said = said | understood.looking_back
    if intent != understood.intent:  # words that mean something to one question only are a misreading under another
        said = {name: value for name, value in said.items() if name not in own_words()}
    keeps_wish = follow_up.only or (spec is not None and bool(spec.keeps))
    wished = carried.get("wished_language") if keeps_wish else None
    slots = {**carried, **said, "language": follow_up.language or wished or understood.language}
    if follow_up.narrows and intent == topic.intent:
        slots = {name: value for name, value in slots.items() if name not in _dropped(follow_up, said)}
        slots |= said
    if step := read_step(intent, understood.text):
        slots.setdefault("step", step)
    if follow_up.shorter:
        slots["length"] = "short"
    if follow_up.ordinal and len(topic.offers) >= follow_up.ordinal:
        slots["product"] = topic.offers[follow_up.ordinal - 1]
    elif spec and spec.about_offer and topic.offers and not understood.accounts:
        slots.setdefault("product", topic.offers[0])
    return slots


def _dropped(follow_up: FollowUp, said: dict[str, Any]) -> set[str]:
    """What was said before and is now said anew: a whole period, the split."""
    period = _PERIOD if "date" in said else set()
    return period | ({"split", "per"} if follow_up.splits else set())


def _carried(understood: Reading, follow_up: FollowUp, topic: DialogueState, intent: str | None) -> dict[str, Any]:
    if follow_up.same_question:
        said = topic.pending["slots"] if topic.pending else topic.slots
        return {name: value for name, value in said.items() if name not in _OF_ONE}
    if follow_up.only or (follow_up.narrows and intent == topic.intent):
        return dict(topic.pending["slots"] if topic.pending else topic.slots)
    if intent and intent == topic.intent and not understood.mention:
        return {name: topic.slots[name] for name in spec_of(intent).keeps if name in topic.slots}
    return {}
