"""A reply as Slack messages: a first one, and what does not fit below it in the thread. Nothing is cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.reply import Reply
from bot.slack.views import limits
from bot.slack.views.buttons import draw_choices
from bot.slack.views.checklist import draw_checklist
from bot.slack.views.lines import draw_section, draw_tier, section_of
from bot.slack.views.tables import draw_chart, draw_table
from bot.slack.views.text import Block, escape, paragraph, plain, run, shorten, split

_ROOM_FOR_BUTTONS = 4
_SECTION_STEP = 100  # buttons of one section count from a hundred of its own


@dataclass(frozen=True)
class Page:
    """One message: its blocks, and the text that stands for them in notifications and for screen readers."""

    text: str
    blocks: tuple[Block, ...]


def blocks_from(reply: Reply) -> list[Block]:
    """The blocks of the first message of a reply."""
    return list(pages_from(reply)[0].blocks)


def pages_from(reply: Reply, *, extra: Iterable[Block] = ()) -> tuple[Page, ...]:
    """All messages of a reply. Buttons and ``extra`` blocks stand at the end of the first."""
    end = [*draw_choices(reply.choices), *extra]
    filled = _fill(_body(reply), limits.BLOCKS_A_MESSAGE - len(end) - _ROOM_FOR_BUTTONS)
    filled[0] += end
    return tuple(Page(fallback(reply), tuple(blocks)) for blocks in filled)


def short_pages_from(reply: Reply, *, extra: Iterable[Block] = ()) -> tuple[Page, ...]:
    """The verdict and its reason only, for a place where others read along."""
    kept = [*_head(reply), *(block for part in reply.sections[:1] for block in draw_section(part))]
    blocks = [*kept[: limits.BLOCKS_A_MESSAGE // 2], *draw_choices(reply.choices), *extra]
    return (Page(fallback(reply), tuple(blocks)),)


def fallback(reply: Reply) -> str:
    """The reply in one text: headline and the first reasons. Mark-up in data is escaped."""
    first = [line.text for section in reply.sections[:1] for line in section.lines[:3]]
    return "\n".join(escape(shorten(text, limits.FALLBACK_TEXT // 8)) for text in (reply.headline, *first))


def _body(reply: Reply) -> list[Block]:
    blocks = _head(reply)
    for place, part in enumerate(reply.sections, 1):
        blocks += [*draw_section(part), *draw_choices(part.choices, first=_SECTION_STEP * place)]
    for table in reply.tables:
        blocks += draw_table(table)
    for chart in reply.charts:
        blocks += draw_chart(chart)
    for tier in reply.tiers:
        blocks += draw_tier(tier)
    return blocks + draw_checklist(reply)


def _head(reply: Reply) -> list[Block]:
    if len(reply.headline) <= limits.HEADER_TEXT:
        head: list[Block] = [{"type": "header", "text": plain(reply.headline, limits.HEADER_TEXT)}]
    else:
        head = [paragraph(run(piece, bold=True)) for piece in split(reply.headline, limits.SECTION_TEXT)]
    if reply.confidence_reason:
        head += section_of([reply.confidence_reason])
    return head


def _fill(blocks: list[Block], most: int) -> list[list[Block]]:
    pages: list[list[Block]] = [[]]
    used = 0
    for block in blocks:
        size, has_table = count_characters(block), block["type"] == "table"
        tables = any(other["type"] == "table" for other in pages[-1])  # Slack takes one table a message
        over = len(pages[-1]) >= most or used + size > limits.CHARACTERS_A_MESSAGE
        if pages[-1] and (over or (has_table and tables)):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += size
    return pages


def count_characters(part: object) -> int:
    """How many characters of text a block holds."""
    if isinstance(part, dict):
        own = part.get("text")
        return sum(map(count_characters, part.values())) + (len(own) if isinstance(own, str) else 0)
    if isinstance(part, (list, tuple)):
        return sum(map(count_characters, part))
    return 0
