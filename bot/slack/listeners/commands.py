"""/offer and /osusume."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack.modals import Filling
from bot.slack.payload_parser import hear_command, hear_offer


def register(app: App, filling: Filling) -> None:
    """Listen to slash commands that ask."""

    @app.command("/offer")
    def offer(ack: Ack, body: dict[str, Any]) -> None:
        filling.answering.take(hear_offer(body))
        ack()

    @app.command("/osusume")
    def osusume(ack: Ack, body: dict[str, Any]) -> None:
        filling.answering.take(hear_command(body))
        ack()
