"""The questions in one message: parted where one ends, or at an "and" between two that are clear by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from actions.registry import spec_of
from bot.nlu.reading import Reading

_ENDS = re.compile(r"(?<=[?？])\s*|(?<=か。)\s*")
_FEWEST_LETTERS = 8  # a shorter part is a greeting or a tail, not a question of its own
_MOST_LETTERS = 400  # a longer part is background to a question
_MOST_JOINTS = 3  # places at which one message is tried to be parted; each costs two readings
_CLEAR = 0.6  # probability of its intent from which half a message is a question by itself
_FEWEST_OWN = 2  # letters beside names and days that make half a message more than a list of them

# What may follow an English "and" and begin a question: an order to us, or a question with its verb before the subject.
_ORDER = r"(?:show|tell|give|brief|remind) me\b|(?:draft|write|log|note|record|list|hold|pause|hand|compare|check)\b"
_SUBJECT = r"(?:it|they|he|she|we|i|you|there|that|this|these|those|the|their|its|our|my|any|anything|anyone|now)\b"
_INVERTED = (
    rf"(?:what|when|who|which|why|where|how)(?:['’]s| (?:\w+ ){{0,2}}?(?:is|are|was|were|do|does|did|should|can|could"
    rf"|would|will|has|have|to)\b)|(?:is|are|was|were|do|does|did|has|have|should|can|could) (?:{_SUBJECT}|(?-i:[A-Z]))"
)
_AND = r"\s*[,;]?\s+(?:and|also|plus|then|&)(?:\s+(?:also|then|please|can you|could you))*\s+"
_ENGLISH = re.compile(rf"{_AND}(?={_ORDER}|{_INVERTED})|\s*[.;!]\s+(?=remind me\b)", re.IGNORECASE)
_JAPANESE = re.compile(
    r"(?:(?<=[てで、。,!！\s])|(?<=ください))[、。,!！\s]*(?:それと|それから|それに|あわせて|ついでに|また(?=[、,])|さらに|加えて"
    r"|あと(?:は)?(?![\d０-９一二三四五六七八九十何数半どい少]))(?:も)?[、,\s]*"
    r"|[。!！]\s*(?=[^。]*(?:リマインド|思い出させて))"
)
_LISTED = re.compile(r"と、?(?![のはもかきしいっ言思聞う、])")
# An order with somebody's own words in it: what follows "and" is more of them, unless it orders, too.
_AFTER_OWN_WORDS = re.compile(r"(?:(?:remind|brief|show|tell) me|what should (?:i|we))\b|.*[ぁ-ゖ]", re.IGNORECASE)


class Joint(NamedTuple):
    """``text[:end]`` may be one question and ``text[start:]`` the next. ``listed``: two things asked by one verb."""

    end: int
    start: int
    listed: bool = False


def questions_in(text: str) -> list[str]:
    """The questions in a message by their marks; a statement belongs to the question that follows it."""
    parts = [part.strip() for part in _ENDS.split(text) if part.strip()]
    whole = [part for part in parts if _FEWEST_LETTERS <= len(part) <= _MOST_LETTERS]
    if len(parts) > 1 and len(whole) == 1 and len(text) > _MOST_LETTERS:
        return whole  # a question with a page of background
    return whole if len(whole) > 1 else [text]


def joints(text: str) -> list[Joint]:
    """Where an "and" may part two questions: "brief me on Globex and is it at risk?", 利用状況と満足度を教えて."""
    if len(text) > _MOST_LETTERS:
        return []
    found = sorted({*_matches(_ENGLISH, text), *_matches(_JAPANESE, text)}) or sorted(
        _matches(_LISTED, text, listed=True)
    )
    return [joint for joint in found if joint.end > 0 and joint.start < len(text)][:_MOST_JOINTS]


def are_two(first: Reading, second: Reading, joint: Joint) -> bool:
    """Whether both halves are clear questions by themselves, and about a customer that is known."""
    if not (_is_clear(first) and _is_clear(second)) or (first.intent, None) == (second.intent, second.mention):
        return False
    if first.mention and not first.account and not second.mention:
        return False
    if joint.listed:
        return first.intent != second.intent and spec_of(first.intent).for_each and spec_of(second.intent).for_each
    return not spec_of(first.intent).own_words or bool(_AFTER_OWN_WORDS.match(second.text))


_HOLDS = {"shape.comparison", "is.more", "order.desc", "order.asc", "order.long"}  # words that hold one against another


def for_each_customer(asked: Reading) -> tuple[Reading, ...]:
    """The question once for each customer that it names beyond doubt: "is Globex at risk, and Initech?"."""
    if not spec_of(asked.intent).for_each or asked.account is None or asked.refused or asked.close:
        return (asked,)
    each = {account.id: account for account in asked.accounts}.values()
    request = asked.request
    held = request is not None and not request.unread and request.query.compare and bool(request.said & _HOLDS)
    if len(each) == 1 or held:
        return (asked,)
    return tuple(replace(asked, account=account, accounts=(account,), mention=account.name) for account in each)


def _matches(pattern: re.Pattern[str], text: str, *, listed: bool = False) -> Iterator[Joint]:
    return (Joint(*match.span(), listed) for match in pattern.finditer(text))


def _is_clear(half: Reading) -> bool:
    rest = half.text
    for start, end in sorted((*half.spans, *half.narrowing), reverse=True):
        rest = rest[:start] + rest[end:]
    own = sum(letter.isalpha() for letter in rest)
    is_question = not spec_of(half.intent).aside and not half.refused and not half.close
    return is_question and half.confidence >= _CLEAR and own >= _FEWEST_OWN
