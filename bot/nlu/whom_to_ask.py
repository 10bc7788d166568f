"""Whom to talk to at the customer, and where a handoff came from, as a message says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.nlu.word_patterns import load_patterns

_MARKS = " \t,.;:!?、。「」"
_LINK: Final = re.compile(r"https?://[^\s<>「」、。]+")


@dataclass(frozen=True)
class _Words:
    """``contacts`` name somebody; the others stand beside the matter of a handoff and have a place of their own."""

    contacts: tuple[re.Pattern[str], ...]
    link_leads: re.Pattern[str]
    orders: re.Pattern[str]
    hurry: re.Pattern[str]


def find_contact(text: str) -> str | None:
    """The person to talk to.

    >>> find_contact("hand Globex to sales, contact Ms. Sato"), find_contact("窓口は佐藤様です")
    ('Ms. Sato', '佐藤')
    """
    found = next((match["said"] for pattern in _words().contacts if (match := pattern.search(text))), None)
    return found.strip() if found else None


def find_link(text: str) -> str | None:
    """The address of the message or page that it is about."""
    match = _LINK.search(text)
    return match[0].rstrip(".,)") if match else None


def bare_matter(text: str) -> str | None:
    """A need or what is the matter, without order, hurry, contact and link; None where nothing is left.

    >>> bare_matter("offline mode for 30 people, contact Ms. Sato, urgent,  see https://example.com/m/1")
    'offline mode for 30 people'
    >>> bare_matter("を至急CSに引き継いで。障害でご不満が強いです。窓口は佐藤様")
    '障害でご不満が強いです'
    """
    bare, words = text, _words()
    for pattern in (words.link_leads, _LINK, words.orders, words.hurry, *words.contacts):
        bare = pattern.sub(" ", bare)
    bare = re.sub(r"\s+([,.、。])", r"\1", re.sub(r"\s+", " ", bare))
    bare = re.sub(r"[,、]{2,}", ",", bare).strip(_MARKS)
    return bare if len(bare) > 1 else None


@cache
def _words() -> _Words:
    return load_patterns(_Words, "whom_to_ask")
