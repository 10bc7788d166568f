"""Tells people what is due for them, unasked: reminders, steps of handoffs, holds that ended, as direct messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from actions.reply import Reply
from bot.durable.durable import Steps
from bot.office import Courier
from bot.slack.answering import Answering, open_direct
from bot.slack.heard import Heard
from bot.slack.posting import Target
from bot.slack.views.answer import pages_from

BRING = "bring"
EVERY_MINUTE = "* * * * *"


class NotReached(Exception):
    """Nobody in the workspaces that installed us has this person's e-mail."""


@dataclass(frozen=True)
class Reaching:
    """Brings what a courier has. The courier sees to it that each thing is told once, and not in quiet hours."""

    answering: Answering
    courier: Courier

    def job(self, facts: dict[str, Any], steps: Steps) -> None:  # noqa: ARG002 - when it was due does not matter
        """Look once; what cannot be told now is tried again by the courier."""
        steps.run("bring", self.courier.bring, self.deliver)

    def deliver(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        """Tell one person. NotReached where Slack does not know them; SlackApiError where it does not answer."""
        team, client, user = self._find(person_key)
        channel = open_direct(client, user)
        for place, page in enumerate(pages_from(reply)):
            self.answering.poster.post(client, Target(channel), page, f"{key}:{place}", again=again)
        here = Heard(key=key, team=team, user=user, channel=channel)
        self.answering.office.conversation.note_told(person_key, here.conversation, reply)

    def _find(self, person_key: str) -> tuple[str, WebClient, str]:
        email = self.answering.office.email_of(person_key)
        for team, client in self.answering.clients.everywhere() if email else ():
            try:
                found = client.api_call("users.lookupByEmail", params={"email": email})
            except SlackApiError as error:
                if error.response.get("error") != "users_not_found":
                    raise
            else:
                return team, client, str(found["user"]["id"])
        raise NotReached(f"{person_key} has no e-mail that Slack knows")
