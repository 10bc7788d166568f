"""What keeps an order from being carried out as it sounds: it is refused, asked, or for somebody else."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache

from bot.nlu.name_letters import CUSTOMER, PERSON
from bot.nlu.word_patterns import compile_words
from knowledge.language import LANGUAGES, load_words


@dataclass(frozen=True)
class _Words:
    refuses: re.Pattern[str]
    present: re.Pattern[str]
    operations: re.Pattern[str]
    how: re.Pattern[str]
    wonders: re.Pattern[str]
    reminds_another: re.Pattern[str]
    asks: re.Pattern[str]
    needs: re.Pattern[str]
    unanswered: re.Pattern[str]
    not_ours: re.Pattern[str]


def refuses_to_write(text: str) -> bool:
    """Whether the message says that something is not to be done: "don't hand it over"."""
    return any(words.refuses.search(text.strip()) for words in _languages())


def is_present(text: str) -> bool:
    """Whether the message says that somebody is not away: "I'm not off on Monday"."""
    return any(words.present.search(text.strip()) for words in _languages())


def is_for_operations(text: str) -> bool:
    """Whether it asks for what only operations may do: to delete the personal data of somebody."""
    return any(words.operations.search(text) for words in _languages())


def asks_unanswered(text: str) -> bool:
    """Whether operations ask what colleagues asked that no article answers."""
    return any(words.unanswered.search(text) for words in _languages())


def is_not_ours(text: str) -> bool:
    """Whether it orders what only somebody else can do: to book a flight, to print something."""
    return any(words.not_ours.search(text.strip()) for words in _languages())


def wonders(text: str) -> bool:
    """Whether it only asks whether something is so, or would be: 休みだっけ, "if I asked you"."""
    return any(words.wonders.search(text.strip()) for words in _languages())


def asks_how(text: str) -> bool:
    """Whether it asks what to do about it, rather than that it be done."""
    return any(words.how.search(text) for words in _languages())


def find_reminded(marked: str) -> str | None:
    """The colleague, as their letter, who is to be reminded instead of the asker; None where it is the asker."""
    found = (words.reminds_another.search(marked) for words in _languages())
    return next((next(filter(None, match.groups())) for match in found if match), None)


def asks_rather_than_tells(text: str) -> bool:
    """Whether the message is a question, so that nothing in it is to be kept."""
    return any(words.asks.search(text.strip()) for words in _languages())


def sounds_like_need(text: str) -> bool:
    """Whether the words could be what a customer needs."""
    return any(words.needs.search(text) for words in _languages())


@cache
def _languages() -> tuple[_Words, ...]:
    return tuple(_read(language) for language in LANGUAGES)


def _read(language: str) -> _Words:
    data = load_words(language, "writes")
    expansions = {"customer": CUSTOMER, "person": PERSON, **data["expansions"]}
    return _Words(**{each.name: compile_words(data[each.name], expansions) for each in fields(_Words)})
