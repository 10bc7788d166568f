"""The home tab and the agent view being opened; settings."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.slack.home import Home
from bot.slack.modals import Filling

_SETTING = re.compile(r"^setting\.")


def register(app: App, filling: Filling) -> None:
    """Listen to people opening the app."""
    home = Home(filling.answering)

    @app.event("app_home_opened")
    def opened(body: dict[str, Any]) -> None:
        home.opened(body)

    @app.action(_SETTING)
    def chosen(ack: Ack, body: dict[str, Any]) -> None:
        home.chosen(body)
        ack()

    @app.event("user_change")
    def changed(body: dict[str, Any]) -> None:
        user = body["event"]["user"]
        filling.answering.colleagues.forget(body["team_id"], user["id"])
