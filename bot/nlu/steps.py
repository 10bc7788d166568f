"""What is to be done with a thing that is there already: list, cancel or put off a reminder, accept a handoff, undo."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.nlu.reminding import drops_meeting, tells_meeting
from bot.nlu.word_patterns import load_patterns


@dataclass(frozen=True)
class _Words:
    lead: re.Pattern[str]
    steps: Mapping[str, Mapping[str, re.Pattern[str]]]
    undo: re.Pattern[str]
    never_mind: re.Pattern[str]
    agrees: re.Pattern[str]
    denies: re.Pattern[str]
    asks: re.Pattern[str]
    orders: re.Pattern[str]
    orders_reminder: re.Pattern[str]
    feedback: re.Pattern[str]
    whitespace: re.Pattern[str]
    targets: re.Pattern[str]


def without_lead(text: str) -> str:
    """The message without what one says before it: "ach, hang on - who is that" is "who is that"; else as it is.

    >>> without_lead("hm wait, who is that"), without_lead("ok"), without_lead("えっと、担当は誰？")
    ('who is that', 'ok', '担当は誰？')
    """
    bare = text.strip()
    return _words().lead.sub("", bare, count=1).strip() or bare


def read_step(intent: str | None, text: str) -> str | None:
    """The step that the text asks for, of those this intent knows."""
    if intent == "set_reminder" and (tells_meeting(text) or drops_meeting(text)):
        return "no_meeting" if drops_meeting(text) else "meeting"
    steps = _words().steps.get(intent or "", {})
    return next((step for step, said in steps.items() if said.search(text)), None)


def asks_whitespace(text: str) -> bool:
    """Whether the message asks who owns which product family and who does not."""
    return bool(_words().whitespace.search(text))


def names_targets(text: str) -> bool:
    """Whether the message speaks of targets, rather than of customers as targets."""
    return bool(_words().targets.search(text))


def asks_feedback(text: str) -> bool:
    """Whether the message asks for what product should hear: needs that nothing answers, reasons for losses."""
    return bool(_words().feedback.search(text))


def is_undo(text: str) -> bool:
    """Whether the message only asks to take the last change back."""
    return bool(_words().undo.match(text.strip()))


def is_never_mind(text: str) -> bool:
    """Whether the message drops the question that was asked back."""
    return bool(_words().never_mind.match(without_lead(text)))


def is_yes(text: str) -> bool:
    """Whether the message only agrees."""
    return bool(_words().agrees.match(text.strip()))


def is_no(text: str) -> bool:
    """Whether the message only denies."""
    return bool(_words().denies.match(text.strip()))


def asks_something(text: str) -> bool:
    """Whether the message is itself a question or an order, rather than the answer to one."""
    return bool(_words().asks.search(without_lead(text)))


def is_order(text: str, *, names_customer: bool) -> bool:
    """Whether the message tells us to do something: an order that names a customer, or one to remind the asker."""
    bare = without_lead(text)
    return bool(_words().orders.search(bare)) and (names_customer or bool(_words().orders_reminder.search(bare)))


@cache
def _words() -> _Words:
    return load_patterns(_Words, "steps")
