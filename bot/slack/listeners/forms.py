"""Everything that opens a form, and forms that were sent."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.slack.manifest import GLOBAL_SHORTCUT, MESSAGE_SHORTCUT
from bot.slack.modals import Filling
from bot.slack.payload_parser import hear_global_shortcut, hear_handoff, hear_message_shortcut

_FROM_STORE = re.compile(r"^field\.(person|receiver|account|product)$")


def register(app: App, filling: Filling) -> None:
    """Listen to shortcuts, /handoff and sent forms."""

    @app.shortcut(MESSAGE_SHORTCUT)
    def hand_off(ack: Ack, body: dict[str, Any]) -> None:
        filling.open(hear_message_shortcut(body), body["trigger_id"])
        ack()

    @app.shortcut(GLOBAL_SHORTCUT)
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        filling.open(hear_global_shortcut(body), body["trigger_id"])
        ack()

    @app.command("/handoff")
    def handoff(ack: Ack, body: dict[str, Any]) -> None:
        filling.open(hear_handoff(body), body["trigger_id"])
        ack()

    @app.options(_FROM_STORE)
    def typed(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=filling.suggest(body))

    @app.view("form")
    def sent(ack: Ack, body: dict[str, Any]) -> None:
        errors = filling.send(body)
        ack(response_action="errors", errors=errors) if errors else ack()
