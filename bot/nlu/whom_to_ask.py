"""Whom to talk to at the customer, and where a handoff came from, as a message says it."""

from __future__ import annotations

import re
from typing import Final

_CONTACTS: Final = [
    re.compile(
        r"\b(?:(?:the |their |our )?contact(?: person)?(?: is|:)?|(?:talk|speak) to|ask for|get in touch with)\s+"
        r"(?P<said>(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2}(?:\s*\([^)]*\))?)"
    ),
    re.compile(
        r"(?:窓口|ご?担当者|連絡先)(?:の方)?(?:は|:|：)\s*(?P<said>[^、。,\s]+?)(?:様|さん|氏)?(?:です|になります)?(?=[、。,\s]|$)"
    ),
]
# What stands beside the matter and has a place of its own.
_BESIDE: Final = [
    re.compile(
        r"\b(?:see|cf\.?|link:?|at)\s+(?=https?://)|(?:参照|詳細|リンク)\s*[:：]?\s*(?=https?://)", re.IGNORECASE
    ),
    re.compile(
        r"^(?:please\s+)?(?:hand|give|pass|send|bring|forward|escalate|transfer|loop in)\b[^,.:;]*?"
        r"\b(?:cs|csms?|customer success|sales)(?:\s+team)?\s*(?:[,.:;–-]|\b(?:because|since|as)\b|$)"
        r"|^(?:を|は|の件を?)?\s*(?:至急|早急に|急ぎで)?、?(?:CS|カスタマーサクセス|営業)(?:チーム|担当|側|部)?(?:さん)?(?:に|へ)[^。、]*?"
        r"(?:引き?継|渡|回|つない|お願い|頼|エスカレ)[^。、]*(?:[。、]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:^|[,.;。、]\s*)(?:it['’]?s |this is )?(?:urgent(?:ly)?|hot|asap|至急|緊急|急ぎ)(?:です)?(?=\s*(?:[,.;!。、]|$))",
        re.IGNORECASE,
    ),
]
_MARKS = " \t,.;:!?、。「」"
_LINK: Final = re.compile(r"https?://[^\s<>「」、。]+")


def find_contact(text: str) -> str | None:
    """The person to talk to.

    >>> find_contact("hand Globex to sales, contact Ms. Sato"), find_contact("窓口は佐藤様です")
    ('Ms. Sato', '佐藤')
    """
    found = next((match["said"] for pattern in _CONTACTS if (match := pattern.search(text))), None)
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
    bare = text
    for pattern in (*_BESIDE[:1], _LINK, *_BESIDE[1:], *_CONTACTS):
        bare = pattern.sub(" ", bare)
    bare = re.sub(r"\s+([,.、。])", r"\1", re.sub(r"\s+", " ", bare))
    bare = re.sub(r"[,、]{2,}", ",", bare).strip(_MARKS)
    return bare if len(bare) > 1 else None
