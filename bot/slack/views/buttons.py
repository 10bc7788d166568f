"""Choices as buttons, and back: what a button says through the door when it is pressed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from actions.reply import Choice, Reply, Section
from bot.slack.views import limits
from bot.slack.views.text import Block, plain
from bot.tidy import tidy

CHOICE, MENU = "choice", "menu"
_OF_TALK = ("choices", "sharing", "feedbacks", "opens")
_TALK = "@"
_ROW = 5  # more than five in a row wrap badly on a phone


@dataclass(frozen=True)
class Pressed:
    """What a button stands for: an intent with slots, or words as if typed. ``aside`` names the kept slots, if any."""

    intent: str | None
    slots: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    aside: str | None = None


def draw_choices(choices: Iterable[Choice], *, name: str = CHOICE, first: int = 0) -> list[Block]:
    """Rows of buttons. ``first`` is the number of the first one: no two in a message may have the same."""
    buttons = [_button(choice, f"{name}.{place}") for place, choice in enumerate(choices, first)]
    rows = [buttons[start : start + _ROW] for start in range(0, len(buttons), _ROW)]
    return [{"type": "actions", "block_id": f"{name}s.{first + n}", "elements": row} for n, row in enumerate(rows)]


def in_talk(block: Block, thread: str | None) -> Block:
    """A row of buttons that says which thread it belongs to: Slack does not, of a message that one person sees."""
    if thread is None or not str(block.get("block_id", "")).startswith(_OF_TALK):
        return block
    return {**block, "block_id": f"{block['block_id']}{_TALK}{thread}"}


def read_talk(block_id: str) -> str | None:
    """The thread that a row of buttons belongs to; None where it says none."""
    return block_id.partition(_TALK)[2] or None


def draw_line_with_menu(section: Section, *, first: int) -> list[Block]:
    """A line of a list with a menu of what one does about it; nothing where a menu does not hold all of it."""
    said = "\n".join(tidy(text) for text in (section.title, *(line.text for line in section.lines)) if text)
    values = [value_of(choice, limits.OPTION_VALUE) for choice in section.choices]
    fits = len(said) <= limits.SECTION_TEXT and len(set(values)) == len(values) <= limits.OVERFLOW
    if not values or not fits or max(map(len, values)) > limits.OPTION_VALUE:
        return []
    options = [
        {"text": plain(choice.label, limits.OPTION_TEXT), "value": value}
        for choice, value in zip(section.choices, values, strict=True)
    ]
    menu: Block = {"type": "overflow", "action_id": f"{MENU}.{first}", "options": options}
    text = {"type": "plain_text", "text": said, "emoji": False}
    return [{"type": "section", "block_id": f"{CHOICE}s.{first}", "text": text, "accessory": menu}]


def read_button(value: str) -> Pressed:
    """What a pressed button's value says."""
    found = json.loads(value)
    return Pressed(found.get("intent"), found.get("slots") or {}, found.get("text") or "", found.get("aside"))


def button(label: str, action_id: str, value: str, *, primary: bool = False) -> Block:
    """One button."""
    style = {"style": "primary"} if primary else {}
    return {
        "type": "button",
        "text": plain(label, limits.BUTTON_TEXT),
        "action_id": action_id,
        "value": value,
        **style,
    }


def value_of(choice: Choice, longest: int = limits.BUTTON_VALUE) -> str:
    """A button's value; what is too long for it stands in the store, under the name that ``put_aside`` gives it."""
    said = _said_by(choice)
    value = _dump(said)
    while len(value) > longest and said.get("slots"):
        del said["slots"][max(said["slots"], key=lambda slot: len(str(said["slots"][slot])))]
        value = _dump({**said, "aside": _name_of(choice)})
    return value


def put_aside(reply: Reply) -> dict[str, dict[str, Any]]:
    """The slots of each button of this reply whose value cannot hold them all, by the name under which to keep them."""
    of_lines = [choice for section in reply.sections for choice in section.choices]
    longest = [
        *((choice, limits.BUTTON_VALUE) for choice in reply.choices),
        *((c, limits.OPTION_VALUE) for c in of_lines),
    ]
    return {_name_of(choice): dict(choice.slots) for choice, most in longest if len(_dump(_said_by(choice))) > most}


def _said_by(choice: Choice) -> dict[str, Any]:
    said = {"intent": choice.intent, "slots": dict(choice.slots), "text": choice.text}
    return {name: value for name, value in said.items() if value or name == "intent"}


def _name_of(choice: Choice) -> str:
    return f"aside:{sha256(_dump(_said_by(choice)).encode()).hexdigest()[:32]}"


def _dump(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)


def _button(choice: Choice, action_id: str) -> Block:
    return button(choice.label, action_id, value_of(choice))
