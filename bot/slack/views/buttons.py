"""Choices as buttons, and back: what a button says through the door when it is pressed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from actions.reply import Choice, Reply
from bot.slack.views import limits
from bot.slack.views.text import Block, plain

CHOICE = "choice"
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


def value_of(choice: Choice) -> str:
    """A button's value; what is too long for it stands in the store, under the name that ``put_aside`` gives it."""
    said = _said_by(choice)
    value = _dump(said)
    while len(value) > limits.BUTTON_VALUE and said["slots"]:
        del said["slots"][max(said["slots"], key=lambda slot: len(str(said["slots"][slot])))]
        value = _dump({**said, "aside": _name_of(choice)})
    return value


def put_aside(reply: Reply) -> dict[str, dict[str, Any]]:
    """The slots of each button of this reply whose value cannot hold them all, by the name under which to keep them."""
    choices = [*reply.choices, *(choice for section in reply.sections for choice in section.choices)]
    return {
        _name_of(choice): dict(choice.slots) for choice in choices if len(_dump(_said_by(choice))) > limits.BUTTON_VALUE
    }


def _said_by(choice: Choice) -> dict[str, Any]:
    return {"intent": choice.intent, "slots": dict(choice.slots), "text": choice.text}


def _name_of(choice: Choice) -> str:
    return f"aside:{sha256(_dump(_said_by(choice)).encode()).hexdigest()[:32]}"


def _dump(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)


def _button(choice: Choice, action_id: str) -> Block:
    return button(choice.label, action_id, value_of(choice))
