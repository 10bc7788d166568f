"""Buttons under answers."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.slack.answering import Answering
from bot.slack.hearing import hear_button

_BUTTON = re.compile(r"^(choice|share)\.\d+$")


def register(app: App, answering: Answering) -> None:
    """Listen to clicks."""

    @app.action(_BUTTON)
    def pressed(ack: Ack, body: dict[str, Any]) -> None:
        answering.take(hear_button(body))
        ack()
