"""Texts for blocks. What comes from data goes in as plain or rich text, where Slack reads no mark-up."""

from __future__ import annotations

from typing import Any

from bot.tidy import tidy

Block = dict[str, Any]


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
