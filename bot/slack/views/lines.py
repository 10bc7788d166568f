"""Sections, lines and tiers as rich text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.reply import Line, Section, Tier, Tone
from bot.slack.views import limits
from bot.slack.views.text import Block, paragraph, run, split

# Marks beside a line, for those who do not see colours as well.
_MARKS = {Tone.PLAIN: "", Tone.GOOD: "✓ ", Tone.CAUTION: "⚠ ", Tone.STOP: "✕ ", Tone.QUOTE: ""}
_ROOM = limits.SECTION_TEXT - 200


def draw_section(section: Section) -> list[Block]:
    """The title in bold, a bullet for each line, quotes set off; split where it would be too long."""
    title = [paragraph(run(piece, bold=True)) for piece in split(section.title, _ROOM)] if section.title else []
    return title + [_rich(group) for group in _groups(section.lines)]


def section_of(texts: Iterable[str]) -> list[Block]:
    """Plain paragraphs."""
    return [paragraph(run(piece)) for text in texts for piece in split(text, _ROOM)]


def draw_tier(tier: Tier) -> list[Block]:
    """One of three tiers: name and price, what it gives, what it lacks."""
    star = "★ " if tier.recommended else ""
    head = paragraph(
        *(run(f"{star}{piece}", bold=True) for piece in split(tier.name, _ROOM)[:1]),
        *(run(f"  {piece}") for piece in split(tier.price, _ROOM)[:1] if tier.price),
    )
    lines = [Line(text=f"+ {gain}") for gain in tier.gives] + [Line(text=f"− {lack}") for lack in tier.lacks]
    return [head, *(_rich(group) for group in _groups(lines))]


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    size = 0
    for line in _short(lines):
        if group and size + len(line.text) > _ROOM:
            yield group
            group, size = [], 0
        group.append(line)
        size += len(line.text)
    if group:
        yield group


def _short(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        for piece in split(line.text, _ROOM):
            yield line.model_copy(update={"text": piece})


def _rich(lines: list[Line]) -> Block:
    elements: list[Block] = []
    for line in lines:
        section = {"type": "rich_text_section", "elements": [run(_MARKS[line.tone] + line.text)]}
        if line.tone is Tone.QUOTE:
            elements.append({"type": "rich_text_quote", "elements": section["elements"]})
        elif elements and elements[-1]["type"] == "rich_text_list":
            elements[-1]["elements"].append(section)
        else:
            elements.append({"type": "rich_text_list", "style": "bullet", "elements": [section]})
    return {"type": "rich_text", "elements": elements}
