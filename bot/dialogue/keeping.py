"""Whether what was read is to be kept at once, shown first, or not kept at all."""

from __future__ import annotations

from actions.registry import spec_of
from bot.dialogue.look_ups import asks_to_remind
from bot.dialogue.said_words import hands_over, wants_text
from bot.dialogue.state import DialogueState
from bot.dialogue.write_guard import TOLD_TO
from bot.nlu.reading import Reading
from bot.nlu.records import wants_something
from bot.nlu.steps import is_order, read_step
from bot.nlu.told import ASKED_SURELY, FACTS, SURE, SURE_OF_WEIGHTY, TELLS, TELLS_SURELY, is_weighty
from bot.nlu.write_words import asks_rather_than_tells, wonders

_HAND_OFF, _REMINDER = "hand_off_account", "set_reminder"
_DOES_AT_ONCE = {_HAND_OFF, "hold_account"}  # what is done as soon as it is asked for, without a card
_TELLS_NOTHING = 0.2  # probability that anything is told, below which a statement is not kept
_AS_LIKELY = 0.5  # probability from which something weighty is told rather than what else the words are like


def hardly_tells(intent: str, understood: Reading) -> bool:
    """ "Notice deadlines in November, just mine": taken for a change, though as a sentence it tells nothing."""
    told = understood.told
    return (
        spec_of(intent).writes
        and bool(told.likely)
        and told.tells < _TELLS_NOTHING
        and not read_step(intent, understood.text)
    )


def may_keep(intent: str | None, understood: Reading) -> bool:
    """Whether what is told may be meant to be kept as something else than this question would keep, or not at all.

    Not where a text is wanted. A need or an outcome is kept as one only where the words say so, or both readers agree.
    """
    best = understood.told.best
    if intent and (spec_of(intent).courtesy or _is_surely_asked(intent, understood)):
        return False
    if intent == _HAND_OFF:
        ordered = is_order(understood.text, names_customer=understood.account is not None)
        return not (ordered or hands_over(understood) or read_step(intent, understood.text))
    if intent in TOLD_TO and not read_step(intent, understood.text):
        if best and best.intent == FACTS and is_weighty(best) and best.confidence >= _AS_LIKELY:
            return "outcome" not in understood.entities
        said = wants_something(understood.text) or "outcome" in understood.entities
        return not said and all(tale.intent != intent for tale in understood.told.likely)
    return intent is None or not (spec_of(intent).writes or intent == "draft_talk_track")


def _is_surely_asked(intent: str, understood: Reading) -> bool:
    """Whether a question was read beyond doubt, and what it might tell was not."""
    best, surest = understood.told.best, understood.confidence >= ASKED_SURELY
    if spec_of(intent).writes or understood.confidence < TELLS_SURELY:
        return False
    return best is None or best.confidence < (TELLS_SURELY if surest and is_weighty(best) else SURE)


def merely_asks(intent: str, understood: Reading) -> bool:
    """ "Would it be smart to hand them over?": a question, and no order put as one."""
    step, spec = read_step(intent, understood.text), spec_of(intent)
    if step:
        return step in {*spec.takes_back, *spec.ends} and wonders(understood.text)
    if wonders(understood.text):
        return True
    if intent == _REMINDER and not asks_to_remind(understood):
        return asks_rather_than_tells(understood.text)
    if intent not in _DOES_AT_ONCE:
        return False
    return asks_rather_than_tells(understood.text) and not is_order(understood.text, names_customer=True)


def is_of_nobody(understood: Reading, topic: DialogueState) -> bool:
    """ "My unhappy ones, by NPS": about no customer, and as a sentence rather tells nothing."""
    named = understood.account or understood.mention or understood.candidates or topic.account_id is not None
    return not named and understood.told.tells < TELLS


def orders_surely(understood: Reading) -> bool:
    """ "Northwind on hold till 16 Oct, audit prep": both readers take it for the same to be done about one customer.

    Or the one does without doubt, and it is put as an order.
    """
    best, intent = understood.told.best, understood.intent
    if understood.account is None or not spec_of(intent).writes:
        return False
    if best is None:
        return understood.confidence >= ASKED_SURELY and is_order(understood.text, names_customer=True)
    sure = best.confidence >= SURE_OF_WEIGHTY and understood.confidence >= TELLS_SURELY
    return best.intent == intent and sure


def tells_surely(understood: Reading) -> bool:
    """ "I promised Elena a quote by the 9th": beyond doubt something that was done, and no order to write it."""
    best, fact = understood.told.best, understood.record.get("fact")
    sure = best is not None and best.what == fact and best.confidence >= TELLS_SURELY
    return bool(fact) and sure and not wants_text(understood)
