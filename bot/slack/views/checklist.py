"""A checklist as real checkboxes."""

from __future__ import annotations

import json

from actions.reply import ChecklistItem, Line, Reply, Section
from bot.slack.views import limits
from bot.slack.views.text import Block, paragraph, plain, run, split
from bot.tidy import tidy

TICK = "tick"


_BOTH = 2 * limits.OPTION_TEXT - 10  # a word broken at the end of the first line needs a little room


def draw_checklist(reply: Reply) -> list[Block]:
    """A box for each item; ticked ones are ticked. An item too long for Slack's option gets a section of its own."""
    account = reply.account.id if reply.account else None
    blocks: list[Block] = []
    group: list[ChecklistItem] = []
    for item in reply.checklist:
        if len(_words(item)) > _BOTH:
            blocks += _boxes(group, len(blocks), account)
            blocks += _alone(item, len(blocks), account)
            group = []
        elif len(group) == limits.CHECKBOXES:
            blocks += _boxes(group, len(blocks), account)
            group = [item]
        else:
            group.append(item)
    return blocks + _boxes(group, len(blocks), account)


def unticked(reply: Reply) -> Reply:
    """The same with its checklist as lines, for a message that keeps no ticks: one that only the asker sees."""
    if not reply.checklist:
        return reply
    lines = tuple(Line(text=f"{'☑' if item.done else '☐'} {_words(item)}") for item in reply.checklist)
    return reply.model_copy(
        update={"checklist": (), "sections": (*reply.sections, Section(key="checklist", lines=lines))}
    )


def read_tick(block_id: str) -> int | None:
    """The account whose list was ticked."""
    found = json.loads(block_id.partition(":")[2] or "null")
    return int(found) if found is not None else None


def _boxes(items: list[ChecklistItem], place: int, account: int | None) -> list[Block]:
    if not items:
        return []
    options = [_option(item) for item in items]
    ticked = [option for option, item in zip(options, items, strict=True) if item.done]
    return [{"type": "actions", "block_id": _id(place, account), "elements": [_element(options, ticked, place)]}]


def _alone(item: ChecklistItem, place: int, account: int | None) -> list[Block]:
    option: Block = {"text": plain("✓", limits.OPTION_TEXT), "value": _value(item)}
    first, *rest = split(_words(item), limits.SECTION_TEXT)
    text = {"type": "plain_text", "text": first, "emoji": False}
    box = _element([option], [option] if item.done else [], place)
    section = {"type": "section", "block_id": _id(place, account), "text": text, "accessory": box}
    return [section, *(paragraph(run(piece)) for piece in rest)]


def _element(options: list[Block], ticked: list[Block], place: int) -> Block:
    boxes: Block = {"type": "checkboxes", "action_id": f"{TICK}.{place}", "options": options}
    return {**boxes, "initial_options": ticked} if ticked else boxes


def _id(place: int, account: int | None) -> str:
    return f"{TICK}.{place}:{json.dumps(account)}"


def _option(item: ChecklistItem) -> Block:
    first, *rest = split(_words(item), limits.OPTION_TEXT)
    option: Block = {"text": plain(first, limits.OPTION_TEXT), "value": _value(item)}
    if rest:
        option["description"] = plain(" ".join(rest), limits.OPTION_TEXT)
    return option


def _words(item: ChecklistItem) -> str:
    return tidy(f"{item.text} — {item.note}" if item.note else item.text)


def _value(item: ChecklistItem) -> str:
    return (f"{item.topic}/{item.key}" if item.topic else item.key)[: limits.OPTION_VALUE]
