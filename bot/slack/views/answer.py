"""A reply as Slack messages: a first one, and what does not fit below it in the thread. Nothing is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from actions.reply import Reply
from bot.slack.views import limits
from bot.slack.views.buttons import draw_choices, draw_line_with_menu, in_talk
from bot.slack.views.checklist import draw_checklist
from bot.slack.views.lines import draw_section, draw_tier, section_of
from bot.slack.views.tables import draw_chart, draw_table, file_of, plain_table, tell_chart
from bot.slack.views.text import Block, escape, paragraph, plain, run, shorten, split

_ROOM_FOR_BUTTONS = 4
_TABLES = {"table", "data_table"}
_SECTION_STEP = 100  # buttons of one section count from a hundred of its own


@dataclass(frozen=True)
class Page:
    """One message: its blocks, and the text that stands for them in notifications and for screen readers.

    ``stand_ins``: what to show in place of each picture (by its file) where Slack does not take it.
    """

    text: str
    blocks: tuple[Block, ...]
    stand_ins: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)

    def with_plain_tables(self) -> Page:
        """The same for where Slack does not know tables with pages."""
        return Page(self.text, tuple(plain_table(block) for block in self.blocks), self.stand_ins)

    def without_pictures(self) -> Page:
        """The same in words."""
        blocks = [own for block in self.blocks for own in self.stand_ins.get(file_of(block) or "", (block,))]
        return Page(self.text, tuple(blocks))


def blocks_from(reply: Reply) -> list[Block]:
    """The blocks of the first message of a reply."""
    return list(pages_from(reply)[0].blocks)


def pages_from(
    reply: Reply,
    *,
    extra: Iterable[Block] = (),
    pictures: Mapping[str, str] = MappingProxyType({}),
    talk: str | None = None,
) -> tuple[Page, ...]:
    """All messages of a reply. Buttons and ``extra`` blocks stand at the end of the first.

    ``pictures``: the file of each chart, by its key, that Slack has as a picture. ``talk``: the thread that its buttons
    belong to, where Slack will not tell with the click.
    """
    blocks = [in_talk(block, talk) for block in _body(reply, pictures)]
    filled = _fill_and_end(blocks, [in_talk(block, talk) for block in (*draw_choices(reply.choices), *extra)])
    stand_ins = {
        pictures[chart.key]: tuple(tell_chart(chart, reply.language)) for chart in reply.charts if chart.key in pictures
    }
    shown = [
        {name: stand_ins[name] for block in blocks if (name := file_of(block) or "") in stand_ins} for blocks in filled
    ]
    return tuple(Page(fallback(reply), tuple(blocks), own) for blocks, own in zip(filled, shown, strict=True))


def fallback(reply: Reply) -> str:
    """The reply in one text: headline and the first reasons. Mark-up in data is escaped."""
    first = [line.text for section in reply.sections[:1] for line in section.lines[:3]]
    return "\n".join(escape(shorten(text, limits.FALLBACK_TEXT // 8)) for text in (reply.headline, *first))


def words_of(page: Page) -> str:
    """All that a message says, for where Slack shows none of its blocks; buttons are left out."""
    said = [" ".join(_texts(block)) for block in page.blocks if block["type"] != "actions"]
    return " · ".join(part for part in said if part) or page.text


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        part = list(part.values())
    if isinstance(part, (list, tuple)):
        for inner in part:
            yield from _texts(inner)


def _body(reply: Reply, pictures: Mapping[str, str]) -> list[Block]:
    blocks = _head(reply)
    for place, part in enumerate(reply.sections, 1):
        first = _SECTION_STEP * place
        line = draw_line_with_menu(part, first=first)
        blocks += line or [*draw_section(part), *draw_choices(part.choices, first=first)]
    for table in reply.tables:
        blocks += draw_table(table)
    for chart in reply.charts:
        blocks += draw_chart(chart, reply.language, pictures.get(chart.key))
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


def _fill_and_end(blocks: list[Block], end: list[Block]) -> list[list[Block]]:
    filled = _fill(blocks, limits.BLOCKS_A_MESSAGE - len(end) - _ROOM_FOR_BUTTONS)
    filled[0] += end
    return filled


def _fill(blocks: list[Block], most: int) -> list[list[Block]]:
    pages: list[list[Block]] = [[]]
    used = 0
    for block in blocks:
        size, has_table = count_characters(block), block["type"] in _TABLES
        tables = any(other["type"] in _TABLES for other in pages[-1])  # Slack takes one table a message
        over = len(pages[-1]) >= most or used + size > limits.CHARACTERS_A_MESSAGE
        if pages[-1] and (over or (has_table and tables)):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += size
    return pages


def count_characters(part: object) -> int:
    """How many characters of text a block holds; a picture leaves room for the words that may stand for it."""
    if isinstance(part, dict):
        if part.get("type") == "image":
            return limits.SECTION_TEXT
        own = part.get("text")
        return sum(map(count_characters, part.values())) + (len(own) if isinstance(own, str) else 0)
    if isinstance(part, (list, tuple)):
        return sum(map(count_characters, part))
    return 0
