"""The home tab: my customers by what to do next, open checklists, handoffs, shared targets, settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from actions.reply import Reply
from bot.ports import Say
from bot.slack.views import limits
from bot.slack.views.answer import blocks_from
from bot.slack.views.check import find_controls
from bot.slack.views.checklist import TICK
from bot.slack.views.lines import section_of
from bot.slack.views.settings import draw_settings
from bot.slack.views.text import Block, paragraph, plain, run, split

_ROOM = 22  # blocks for each part, of the hundred that a view may have; the rest is asked for in words


def draw_home(parts: Sequence[tuple[str, Sequence[Reply]]], own: Mapping[str, Any], say: Say) -> Block:
    """The view. ``parts``: title and answers; an answer that is trouble is left out."""
    blocks: list[Block] = []
    for title, replies in parts:
        drawn = [block for reply in replies if not reply.trouble for block in _for_a_view(blocks_from(reply))]
        if drawn:
            more = section_of([say("home_more")]) if len(drawn) > _ROOM else []
            blocks += [_header(title), *drawn[:_ROOM], *more, {"type": "divider"}]
    blocks += [_header(say("home_settings")), *draw_settings(own, say), *section_of([say("home_asks")])]
    return {"type": "home", "blocks": list(_numbered(blocks))}


def draw_stranger(text: str) -> Block:
    """The home tab of somebody unknown."""
    return {"type": "home", "blocks": section_of([text])}


def _for_a_view(blocks: Iterable[Block]) -> Iterator[Block]:
    """A headline becomes bold words below the part's own header; a table, which views have none of, its rows."""
    for block in blocks:
        if block["type"] == "header":
            yield paragraph(run(block["text"]["text"], bold=True))
        elif block["type"] in {"table", "data_table"}:
            yield from _rows(block)
        else:
            yield block


def _rows(table: Block) -> Iterator[Block]:
    lines = [" · ".join(cell["text"] for cell in row) for row in table["rows"]]
    for place, line in enumerate(lines):
        yield from (paragraph(run(piece, bold=place == 0)) for piece in split(line, limits.SECTION_TEXT))


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Names are unique in a view: each block and control gets a number of its own behind what it is."""
    numbers = count()
    for block in blocks:
        if not any(True for _ in find_controls(block)) or "block_id" not in block:
            yield block
            continue
        kind, _, about = str(block["block_id"]).partition(":")
        name = f"{kind.partition('.')[0]}.{next(numbers)}" if kind.startswith((TICK, "choice")) else kind
        yield {**_renamed(block, numbers), "block_id": f"{name}:{about}" if about else name}


def _renamed(block: Block, numbers: Iterator[int]) -> Block:
    def named(control: Block) -> Block:
        kind, _, number = str(control["action_id"]).partition(".")
        return {**control, "action_id": f"{kind}.{next(numbers)}"} if number.isdigit() else control

    if "elements" in block:
        return {**block, "elements": [named(control) for control in block["elements"]]}
    return {**block, "accessory": named(block["accessory"])}


def _header(text: str) -> Block:
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}
