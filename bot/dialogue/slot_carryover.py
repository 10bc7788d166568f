"""Which slots a question brings along from what was said before in the thread."""

from __future__ import annotations

from typing import Any

from bot.dialogue.state import DialogueState
from bot.nlu.followups import FollowUp
from bot.nlu.reading import Reading
from bot.nlu.steps import read_step

# Said of one customer only; another customer in the same question drops them.
_OF_ONE = {"product", "products", "account_id", "account", "wished_language", "length"}
# What a question keeps when it is asked again of the same customer: "make it a Slack message", "three tiers of that".
_REFINED = {"draft_talk_track": ("medium", "product", "wished_language"), "compare_tiers": ("product",)}
_ABOUT_AN_OFFER = {"draft_talk_track", "show_checklist", "compare_tiers"}
_LOOKS_BACK = {"show_metrics", "show_purchases"}  # a month named is one that has been
_PERIOD = {"date", "date_end", "time", "grain", "until"}
# Words that mean something to one stem only; under another they are a misreading.
_FREE_WORDS = {"outcome", "reason", "need", "objection"}


def choose_slots(understood: Reading, follow_up: FollowUp, topic: DialogueState, stem: str | None) -> dict[str, Any]:
    """What was carried over, over it what is said now, and the language to answer in."""
    carried = _carried(understood, follow_up, topic, stem)
    said = understood.entities
    if stem in _LOOKS_BACK and "date" in said:
        said = said | understood.looking_back
    if stem != understood.stem:
        said = {name: value for name, value in said.items() if name not in _FREE_WORDS}
    wished = carried.get("wished_language") if follow_up.only or stem in _REFINED else None
    slots = {**carried, **said, "language": follow_up.language or wished or understood.language}
    if follow_up.narrows and stem == topic.stem:
        slots = {name: value for name, value in slots.items() if name not in _dropped(follow_up, said)}
        slots |= said
    if step := read_step(stem, understood.text):
        slots.setdefault("step", step)
    if follow_up.shorter:
        slots["length"] = "short"
    if follow_up.ordinal and len(topic.offers) >= follow_up.ordinal:
        slots["product"] = topic.offers[follow_up.ordinal - 1]
    elif stem in _ABOUT_AN_OFFER and topic.offers and not understood.accounts:
        slots.setdefault("product", topic.offers[0])
    return slots


def _dropped(follow_up: FollowUp, said: dict[str, Any]) -> set[str]:
    """What was said before and is now said anew: a whole period, the split."""
    period = _PERIOD if "date" in said else set()
    return period | ({"split", "per"} if follow_up.splits else set())


def _carried(understood: Reading, follow_up: FollowUp, topic: DialogueState, stem: str | None) -> dict[str, Any]:
    if follow_up.same_question:
        said = topic.pending["slots"] if topic.pending else topic.slots
        return {name: value for name, value in said.items() if name not in _OF_ONE}
    if follow_up.only or (follow_up.narrows and stem == topic.stem):
        return dict(topic.pending["slots"] if topic.pending else topic.slots)
    if stem and stem == topic.stem and not understood.mention:
        return {name: topic.slots[name] for name in _REFINED.get(stem, ()) if name in topic.slots}
    return {}
