"""Takes a message as the answer to a question that was asked back, unless it plainly is a question of its own."""

from __future__ import annotations

from typing import Any

from actions.registry import spec_of
from bot.dialogue.corrections import days_moved
from bot.dialogue.state import DialogueState
from bot.nlu.corrections import read_correction
from bot.nlu.reading import AccountMention, Reading
from bot.nlu.steps import asks_something, is_never_mind, is_no, is_order, is_yes, read_step

_SURE = 0.5
_VERY_SURE = 0.8
_SHORT = 30  # letters of an order of a few words; a reason is longer
_DAYS = {"date", "date_end", "time", "grain", "until"}
_DATED = {"until", "remind_at"}  # filled by any date


def read_answer(understood: Reading, topic: DialogueState) -> dict[str, Any] | None:
    """The slots of the waiting question with the answer filled in; None when nothing waits, or something else is asked.

    What was said before is kept. Free words (a need, a reason) are kept as they were said.
    """
    pending = topic.pending
    if not pending or not pending.get("slot") or _is_another_question(understood, pending):
        return None
    slot, free = pending["slot"], pending.get("free")
    given = {} if free else understood.entities
    if slot == "account_id":
        return None
    dated = slot in _DATED and "date" in given
    answer = {} if dated or slot in given else {_meant_for(slot, pending): understood.text.strip()}
    language = (topic.language if free else None) or understood.language  # a customer's words may be in another
    if (other := understood.account) and other.id != pending["slots"].get("account_id", other.id):
        return {**_of_another(pending["slots"], other), **given, "language": language}
    if free and "date" in pending["slots"] and (later := read_correction(understood.text, ()).later):
        return {**pending["slots"], **days_moved(pending["slots"], later), "language": language}
    if free and "date" in understood.entities and pending["slots"].keys() & {"date", "until"} and _corrects(understood):
        days = {name: value for name, value in understood.entities.items() if name in _DAYS}
        return {**pending["slots"], **days, "language": language}
    return {**pending["slots"], **given, **answer, "language": language}


def _of_another(slots: dict[str, Any], other: AccountMention) -> dict[str, Any]:
    """What was said before, of the customer that is named now; what was asked is not answered by the name."""
    return {**slots, "account_id": other.id, "account": other.name, "mention_said": other.name}


def _corrects(understood: Reading) -> bool:
    """Whether what was said before is put right rather than the question answered: "no, until October"."""
    correction = read_correction(understood.text, (*understood.spans, *understood.named))
    return correction.meant is not None


def _meant_for(slot: str, pending: dict[str, Any]) -> str:
    """Words without a day, where a hold waits for its end and nobody said why, are the reason."""
    undated = spec_of(pending["intent"]).undated
    return undated if undated and slot == "until" and undated not in pending["slots"] else slot


def drops_question(text: str, topic: DialogueState) -> bool:
    """Whether the message says never mind to a question that was asked back."""
    return bool(topic.pending) and is_never_mind(text)


def ask_again(text: str, topic: DialogueState) -> dict[str, Any] | None:
    """The slots of the question to ask after a yes to several customers or a no to all; None where neither was said."""
    pending = topic.pending
    if not pending or pending.get("slot") or not (is_no(text) or is_yes(text)):
        return None
    kept = {**pending["slots"], "for_intent": pending["intent"]}
    if pending.get("kind") == "confirm":
        return {**kept, "kind": "dropped"}
    if pending.get("kind") == "which_intent":
        return {**kept, "kind": "say_again"}
    named = [choice["slots"] for choice in topic.choices if "account_id" in choice["slots"]]
    if is_no(text) or not named:
        return {**kept, "kind": "need_account"}
    options = [{"account_id": slots["account_id"], "account": slots["account"]} for slots in named]
    return {**kept, "kind": "which_account", "choices": options}


def _is_another_question(understood: Reading, pending: dict[str, Any]) -> bool:
    asked = pending["slots"].get("account_id")
    about_other = understood.account is not None and understood.account.id != asked
    other_intent = understood.intent != pending["intent"] and understood.confidence >= _SURE and not understood.refused
    if about_other and understood.restates:
        return False
    if about_other and other_intent and spec_of(understood.intent).writes:
        return True  # another change, of another customer
    if pending.get("free"):
        if _takes_it_back(understood, pending):
            return True
        if about_other and (understood.record or spec_of(understood.intent).writes):
            return True  # what is told of another customer is no reason for this one
        told = is_order(understood.text, names_customer=understood.account is not None)
        if told and understood.confidence >= _SURE and not understood.refused:
            return True
        is_step = bool(understood.spans) and read_step(understood.intent, understood.text) is not None
        asks = other_intent and asks_something(understood.text) and not spec_of(understood.intent).writes
        return asks or (other_intent and about_other) or (is_step and understood.confidence >= _SURE)
    if other_intent and understood.confidence >= _SURE and _is_order_for(understood):
        return True
    if _names(understood, pending["slot"]) or _only_tells(understood, pending):
        return False
    sure = understood.confidence >= _SURE and not understood.refused
    is_step = read_step(understood.intent, understood.text) is not None
    return (sure and (asks_something(understood.text) or is_step)) or (
        other_intent and understood.confidence >= _VERY_SURE
    )


def _takes_it_back(understood: Reading, pending: dict[str, Any]) -> bool:
    """ "Take it off hold" where the reason for the hold is awaited: short, the same matter, and its opposite."""
    intent = pending["intent"]
    step = read_step(intent, understood.text)
    is_short = len(understood.text) <= _SHORT
    return is_short and understood.intent == intent and step in {*spec_of(intent).takes_back, *spec_of(intent).ends}


def _is_order_for(understood: Reading) -> bool:
    """Whether another change is asked for, of a customer named anew; a day in it is that change's own."""
    named = understood.account is not None and not understood.refused
    return named and spec_of(understood.intent).writes and is_order(understood.text, names_customer=True)


def _only_tells(understood: Reading, pending: dict[str, Any]) -> bool:
    """Whether a statement that names no customer we know is meant for the change that waits for a day or a product."""
    waits = spec_of(pending["intent"]).writes and pending["slot"] in {*_DATED, "product"}
    spec, text = spec_of(understood.intent), understood.text
    told = understood.account is None and not (asks_something(text) or is_order(text, names_customer=True))
    is_other = spec.writes or spec.small_talk or read_step(spec.intent, text) is not None
    return waits and told and not is_other


def _names(understood: Reading, slot: str) -> bool:
    """Whether the message names what was asked for."""
    return slot in understood.entities or (slot in _DATED and "date" in understood.entities)
