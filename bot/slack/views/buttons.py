"""Choices as buttons, and back: what a button says through the door when it is pressed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from actions.reply import Choice
from bot.slack.views import limits
from bot.slack.views.text import Block, plain

CHOICE = "choice"
_ROW = 5  # more than five in a row wrap badly on a phone


@dataclass(frozen=True)
class Pressed:
    """What a button stands for: a stem with slots, or words as if typed."""

    stem: str | None
    slots: dict[str, Any] = field(default_factory=dict)
    text: str = ""


def draw_choices(choices: Iterable[Choice], *, name: str = CHOICE, first: int = 0) -> list[Block]:
    """Rows of buttons. ``first`` is the number of the first one: no two in a message may have the same."""
    buttons = [_button(choice, f"{name}.{place}") for place, choice in enumerate(choices, first)]
    rows = [buttons[start : start + _ROW] for start in range(0, len(buttons), _ROW)]
    return [{"type": "actions", "block_id": f"{name}s.{first + n}", "elements": row} for n, row in enumerate(rows)]


def read_button(value: str) -> Pressed:
    """What a pressed button's value says."""
    found = json.loads(value)
    return Pressed(found.get("stem"), found.get("slots") or {}, found.get("text") or "")


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


def value_of(choice: Choice) -> str:
    """A button's value; slots too long for it are left out, longest first, and asked for again."""
    said: dict[str, Any] = {"stem": choice.stem, "slots": dict(choice.slots), "text": choice.text}
    value = json.dumps(said, ensure_ascii=False)
    while len(value) > limits.BUTTON_VALUE and said["slots"]:
        del said["slots"][max(said["slots"], key=lambda slot: len(str(said["slots"][slot])))]
        value = json.dumps(said, ensure_ascii=False)
    return value


def _button(choice: Choice, action_id: str) -> Block:
    return button(choice.label, action_id, value_of(choice))
