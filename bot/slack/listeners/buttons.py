"""Buttons and boxes under answers."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.forms import wants_form
from bot.slack.modals import Filling
from bot.slack.payload_parser import hear_button, hear_opening, hear_ticks

_BUTTON = re.compile(r"^(choice|menu|share|feedback)\.\d+$")
_OPEN = re.compile(r"^open(\.\d+)?$")
_TICK = re.compile(r"^tick\.\d+$")


def register(app: App, filling: Filling) -> None:
    """Listen to clicks; one that must be filled in first opens a form."""

    @app.action(_BUTTON)
    def pressed(ack: Ack, body: dict[str, Any]) -> None:
        heard = hear_button(body)
        if heard.aside is None and wants_form(heard.intent, heard.slots):
            filling.open(heard, body["trigger_id"])
        else:
            filling.answering.take(heard)
        ack()

    @app.action(_OPEN)
    def opened(ack: Ack, body: dict[str, Any]) -> None:
        filling.answering.take(hear_opening(body))
        ack()

    @app.action(_TICK)
    def ticked(ack: Ack, body: dict[str, Any]) -> None:
        filling.answering.take(hear_ticks(body))
        ack()
