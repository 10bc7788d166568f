"""What Slack would refuse, found before it is sent: what slack_sdk's models and others miss too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.slack.views import limits
from bot.slack.views.answer import count_characters
from bot.slack.views.text import Block

_TEXT_LIMITS = {
    "header": limits.HEADER_TEXT,
    "button": limits.BUTTON_TEXT,
    "option": limits.OPTION_TEXT,
    "section": limits.SECTION_TEXT,
}
_CONTROLS = {
    "button",
    "checkboxes",
    "static_select",
    "external_select",
    "overflow",
    "radio_buttons",
    "plain_text_input",
    "datepicker",
}


def check_blocks(blocks: Sequence[Block], *, most: int = limits.BLOCKS_A_MESSAGE) -> list[str]:
    """What is wrong, in words; nothing for blocks that Slack takes."""
    return [*_whole(blocks, most), *(trouble for block in blocks for trouble in _part(block, block["type"]))]


def _whole(blocks: Sequence[Block], most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    if most == limits.BLOCKS_A_MESSAGE and count_characters(blocks) > limits.CHARACTERS_A_MESSAGE + limits.SECTION_TEXT:
        yield f"{count_characters(blocks)} characters"
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield "more than one table"
    for names in (
        Counter(block["block_id"] for block in blocks if "block_id" in block),
        Counter(control["action_id"] for control in find_controls(blocks) if "action_id" in control),
    ):
        yield from (f"the name {name} twice" for name, times in names.items() if times > 1)


def find_controls(part: Any) -> Iterator[Block]:
    """Buttons, menus, boxes and inputs, however deep."""
    if isinstance(part, dict):
        if part.get("type") in _CONTROLS:
            yield part
        part = list(part.values())
    if isinstance(part, (list, tuple)):
        for inner in part:
            yield from find_controls(inner)


def _part(part: Any, where: str) -> Iterator[str]:
    if isinstance(part, (list, tuple)):
        for inner in part:
            yield from _part(inner, where)
    if not isinstance(part, dict):
        return
    kind = str(part.get("type", ""))
    yield from _texts(part, kind, where)
    yield from _counts(part, kind)
    for name, inner in part.items():
        if isinstance(inner, (dict, list, tuple)):
            is_option = name in {"options", "initial_options"}
            yield from _part(inner, "option" if is_option else kind or where)


def _texts(part: Block, kind: str, where: str) -> Iterator[str]:
    text = part.get("text")
    if not isinstance(text, str):
        return
    if not text.strip():
        yield f"empty text in {where}"
    if kind in {"plain_text", "mrkdwn"} and len(text) > _TEXT_LIMITS.get(where, limits.SECTION_TEXT):
        yield f"{len(text)} characters in a {where}"


def _counts(part: Block, kind: str) -> Iterator[str]:
    sizes = {
        "actions": ("elements", limits.ACTIONS),
        "checkboxes": ("options", limits.CHECKBOXES),
        "static_select": ("options", limits.OPTIONS),
        "table": ("rows", limits.TABLE_ROWS),
        "rich_text": ("elements", 1_000),
    }
    if kind in sizes:
        name, most = sizes[kind]
        if not 1 <= len(part.get(name) or ()) <= most:
            yield f"{len(part.get(name) or ())} {name} in {kind}"
    if kind == "button" and len(part.get("value", "")) > limits.BUTTON_VALUE:
        yield "a button's value is too long"
    if kind == "table" and any(len(row) > limits.TABLE_COLUMNS for row in part["rows"]):
        yield "a table is too wide"
    if "options" in part:
        values = Counter(option["value"] for option in part["options"])
        yield from (f"the option {value[:20]} twice" for value, times in values.items() if times > 1)
        yield from (f"option value of {len(value)}" for value in values if not 1 <= len(value) <= limits.OPTION_VALUE)
