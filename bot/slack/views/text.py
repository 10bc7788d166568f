"""Texts for blocks. What comes from data goes in as plain or rich text, where Slack reads no mark-up."""

from __future__ import annotations

import unicodedata
from typing import Any

Block = dict[str, Any]

# Marks that turn the direction of what follows: a name holding one would turn our own words round.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def tidy(text: str) -> str:
    """One line without control characters, so that data cannot break the layout. Empty text becomes a dash."""
    if text.isprintable():  # nearly all: nothing in it that is looked for below
        return text.strip() or "–"
    spaced = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    kept = "".join(sign for sign in spaced if sign not in _TURNING and unicodedata.category(sign) != "Cs")
    return kept.strip() or "–"


def shorten(text: str, limit: int) -> str:
    """The tidy text within ``limit``; only for labels whose whole text stands elsewhere."""
    kept = tidy(text)
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def split(text: str, limit: int) -> list[str]:
    """The tidy text in pieces of at most ``limit``, broken at a space where there is one."""
    rest, pieces = tidy(text), []
    while len(rest) > limit:
        cut = rest.rfind(" ", limit // 2, limit) + 1 or limit
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def escape(text: str) -> str:
    """For Slack's mark-up, which is read in fallback texts: the three signs that begin a mention or a link."""
    return tidy(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int) -> Block:
    """A plain text object; ``:fire:`` in it stays as it is."""
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": False}


def run(text: str, *, bold: bool = False, italic: bool = False) -> Block:
    """A piece of rich text; shown as it is, whatever it holds."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def paragraph(*runs: Block) -> Block:
    """A rich text block of one paragraph."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(runs)}]}
