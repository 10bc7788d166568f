"""What Slack would refuse, found before it is sent: what slack_sdk's models and others miss too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ports import Say
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


_LEAST_ROWS = 2  # of a table with pages: the headings and one row


@dataclass(frozen=True)
class Fault:
    """One thing that Slack would refuse: the phrase ``doctor.block_…`` that says it, and what it says it of."""

    name: str
    facts: Mapping[str, str | int]

    def tell(self, say: Say) -> str:
        """In words."""
        return say(f"doctor.block_{self.name}", **self.facts)


def check_blocks(blocks: Sequence[Block], *, most: int = limits.BLOCKS_A_MESSAGE) -> list[Fault]:
    """What is wrong; nothing for blocks that Slack takes."""
    return [*_whole(blocks, most), *(trouble for block in blocks for trouble in _part(block, block["type"]))]


def _whole(blocks: Sequence[Block], most: int) -> Iterator[Fault]:
    if not 1 <= len(blocks) <= most:
        yield _fault("many_blocks", count=len(blocks))
    if most == limits.BLOCKS_A_MESSAGE and count_characters(blocks) > limits.CHARACTERS_A_MESSAGE + limits.SECTION_TEXT:
        yield _fault("many_characters", count=count_characters(blocks))
    if sum(block["type"] in {"table", "data_table"} for block in blocks) > 1:
        yield _fault("many_tables")
    for names in (
        Counter(block["block_id"] for block in blocks if "block_id" in block),
        Counter(control["action_id"] for control in find_controls(blocks) if "action_id" in control),
    ):
        yield from (_fault("same_name", name=name) for name, times in names.items() if times > 1)


def find_controls(part: Any) -> Iterator[Block]:
    """Buttons, menus, boxes and inputs, however deep."""
    if isinstance(part, dict):
        if part.get("type") in _CONTROLS:
            yield part
        part = list(part.values())
    if isinstance(part, (list, tuple)):
        for inner in part:
            yield from find_controls(inner)


def _part(part: Any, where: str) -> Iterator[Fault]:
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


def _texts(part: Block, kind: str, where: str) -> Iterator[Fault]:
    text = part.get("text")
    if not isinstance(text, str):
        return
    if not text.strip():
        yield _fault("empty_text", part=where)
    if kind in {"plain_text", "mrkdwn"} and len(text) > _TEXT_LIMITS.get(where, limits.SECTION_TEXT):
        yield _fault("long_text", part=where, count=len(text))


def _counts(part: Block, kind: str) -> Iterator[Fault]:
    sizes = {
        "actions": ("elements", limits.ACTIONS),
        "checkboxes": ("options", limits.CHECKBOXES),
        "static_select": ("options", limits.OPTIONS),
        "overflow": ("options", limits.OVERFLOW),
        "table": ("rows", limits.TABLE_ROWS),
        "data_table": ("rows", limits.TABLE_ROWS),
        "rich_text": ("elements", 1_000),
    }
    if kind in sizes:
        name, most = sizes[kind]
        if not 1 <= len(part.get(name) or ()) <= most:
            yield _fault("many_parts", part=kind, count=len(part.get(name) or ()))
    if kind == "button" and len(part.get("value", "")) > limits.BUTTON_VALUE:
        yield _fault("long_value", part=kind, count=len(part["value"]))
    if kind in {"table", "data_table"} and any(len(row) > limits.TABLE_COLUMNS for row in part["rows"]):
        yield _fault("wide_table")
    if kind == "data_table" and (len(part["rows"]) < _LEAST_ROWS or len({len(row) for row in part["rows"]}) != 1):
        yield _fault("many_parts", part=kind, count=len(part["rows"]))
    if "options" in part:
        values = Counter(option["value"] for option in part["options"])
        yield from (_fault("same_option", name=value[:20]) for value, times in values.items() if times > 1)
        yield from (
            _fault("long_value", part="option", count=len(value))
            for value in values
            if not 1 <= len(value) <= limits.OPTION_VALUE
        )


def _fault(name: str, /, **facts: str | int) -> Fault:
    return Fault(name, facts)
