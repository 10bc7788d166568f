"""Direct messages, the agent view, mentions."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.slack.answering import Answering
from bot.slack.hearing import hear_mention, hear_message


def register(app: App, answering: Answering) -> None:
    """Listen to what people write."""

    @app.event("message")
    def wrote(body: dict[str, Any]) -> None:
        answering.take(hear_message(body))

    @app.event("app_mention")
    def mentioned(body: dict[str, Any]) -> None:
        answering.take(hear_mention(body))
