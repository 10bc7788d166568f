"""The questions in one message: parted where one ends, or at an "and" between two that are clear by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from actions.registry import spec_of
from bot.nlu.reading import Reading
from bot.nlu.word_patterns import load_patterns

_FEWEST_LETTERS = 8  # a shorter part is a greeting or a tail, not a question of its own
_MOST_LETTERS = 400  # a longer part is background to a question
_MOST_JOINTS = 3  # places at which one message is tried to be parted; each costs two readings
_CLEAR = 0.6  # probability of its intent from which half a message is a question by itself
_FEWEST_OWN = 2  # letters beside names and days that make half a message more than a list of them


@dataclass(frozen=True)
class _Words:
    ends: re.Pattern[str]
    joints: re.Pattern[str]
    listed: re.Pattern[str]
    after_own_words: re.Pattern[str]


class Joint(NamedTuple):
    """``text[:end]`` may be one question and ``text[start:]`` the next. ``listed``: two things asked by one verb."""

    end: int
    start: int
    listed: bool = False


def questions_in(text: str) -> list[str]:
    """The questions in a message by their marks; a statement belongs to the question that follows it."""
    parts = [part.strip() for part in _words().ends.split(text) if part.strip()]
    whole = [part for part in parts if _FEWEST_LETTERS <= len(part) <= _MOST_LETTERS]
    if len(parts) > 1 and len(whole) == 1 and len(text) > _MOST_LETTERS:
        return whole  # a question with a page of background
    return whole if len(whole) > 1 else [text]


def joints(text: str) -> list[Joint]:
    """Where an "and" may part two questions: "brief me on Globex and is it at risk?", 利用状況と満足度を教えて."""
    if len(text) > _MOST_LETTERS:
        return []
    words = _words()
    found = sorted({*_matches(words.joints, text)}) or sorted(_matches(words.listed, text, listed=True))
    return [joint for joint in found if joint.end > 0 and joint.start < len(text)][:_MOST_JOINTS]


def are_two(first: Reading, second: Reading, joint: Joint) -> bool:
    """Whether both halves are clear questions by themselves, and about a customer that is known."""
    if not (_is_clear(first) and _is_clear(second)) or (first.intent, None) == (second.intent, second.mention):
        return False
    if first.mention and not first.account and not second.mention:
        return False
    if joint.listed:
        return first.intent != second.intent and spec_of(first.intent).for_each and spec_of(second.intent).for_each
    return not spec_of(first.intent).own_words or bool(_words().after_own_words.match(second.text))


HOLDS = {"shape.comparison", "is.more", "order.desc", "order.asc", "order.long"}  # words that hold one against another


def for_each_customer(asked: Reading) -> tuple[Reading, ...]:
    """The question once for each customer that it names beyond doubt: "is Globex at risk, and Initech?"."""
    if not spec_of(asked.intent).for_each or asked.account is None or asked.refused or asked.close:
        return (asked,)
    each = {account.id: account for account in asked.accounts}.values()
    request = asked.request
    held = request is not None and not request.unread and request.query.compare and bool(request.said & HOLDS)
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


@cache
def _words() -> _Words:
    return load_patterns(_Words, "questions")
