"""Direct messages, the agent view, mentions, workflow steps."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.slack.manifest import STEP
from bot.slack.modals import Filling
from bot.slack.payload_parser import hear_group, hear_mention, hear_message, hear_step


def register(app: App, filling: Filling) -> None:
    """Listen to what people write, and to workflows that ask for them."""
    answering = filling.answering

    @app.event("message")
    def wrote(body: dict[str, Any]) -> None:
        answering.take(hear_message(body) or hear_group(body))

    @app.event("app_mention")
    def mentioned(body: dict[str, Any]) -> None:
        answering.take(hear_mention(body))

    @app.function(STEP, auto_acknowledge=True)
    def step(body: dict[str, Any]) -> None:
        answering.take(hear_step(body))
