"""Tells people what is due for them, unasked: reminders, steps of handoffs, holds that ended, as direct messages."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from actions.reply import Reply
from bot.jobs.queue import Steps
from bot.ports import NotificationDispatcher
from bot.slack.answering import Answering
from bot.slack.channels import NotReached, find_ops, is_shut, leaves_firm, open_direct
from bot.slack.discussions import Discussions
from bot.slack.inbound_event import Heard
from bot.slack.pictures import upload_pictures
from bot.slack.posting import Target
from bot.slack.views.answer import Page, pages_from
from bot.slack.views.around import word
from bot.slack.views.buttons import put_aside

log = logging.getLogger(__name__)

BRING = "bring"
EVERY_MINUTE = "* * * * *"
_WITHDRAWN = {"account_inactive", "invalid_auth", "token_expired", "token_revoked", "not_authed"}


def is_digest(reply: Reply) -> bool:
    """Whether this tells what changed among many customers."""
    return reply.intent == "list_churn_risks" and reply.account is None


@dataclass(frozen=True)
class Reaching:
    """Brings what a dispatcher has. The dispatcher sees to it that each thing is told once, and not in quiet hours."""

    answering: Answering
    dispatcher: NotificationDispatcher

    def job(self, facts: dict[str, Any], steps: Steps) -> None:  # noqa: ARG002 - when it was due does not matter
        """Look once; what cannot be told now is tried again by the dispatcher."""
        steps.run("bring", self.dispatcher.bring, self.deliver)

    def deliver(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        """Tell one person. NotReached where Slack does not know them; SlackApiError where it does not answer."""
        team, client, user = self._find(person_key)
        if Discussions(self.answering.office, self.answering.poster).tell(person_key, reply, self._find, again=again):
            return
        own = open_direct(client, user)
        channel = self._channel(client, person_key, reply) or own
        pictures = upload_pictures(client, reply, dark=self.answering.office.wants_dark(person_key))
        self.answering.office.keep_aside(put_aside(reply))
        thread: str | None = None
        for place, page in enumerate(pages_from(reply, pictures=pictures)):
            posted = self._post(client, Target(channel, thread), page, f"{key}:{place}", again=again)
            if is_digest(reply):  # what does not fit into the first message is for those who open it
                thread = thread or posted
        here = Heard(key=key, team=team, user=user, channel=channel)
        self.answering.office.conversation.note_told(person_key, here.conversation, reply)

    def _post(self, client: WebClient, target: Target, page: Page, key: str, *, again: bool) -> str | None:
        """Post once; in a channel, where we may not look, what was told is noted."""
        office, in_channel = self.answering.office, not target.channel.startswith("D")
        if in_channel and again and office.was_told(key):
            return None
        posted = self.answering.poster.post(client, target, page, key, again=again)
        if in_channel:
            office.note_told(key)
        return posted

    def _channel(self, client: WebClient, person_key: str, reply: Reply) -> str | None:
        """The manager's channel for a digest; none where it is shut, or people of another firm read along."""
        channel = self.answering.office.digest_channel(person_key) if is_digest(reply) else None
        if channel and is_shut(client, channel):
            self._tell_ops(client, channel)
            return None
        return channel if channel and not leaves_firm(client, channel) else None

    def _tell_ops(self, client: WebClient, shut: str) -> None:
        """Once for each channel: the digest finds its way meanwhile."""
        office = self.answering.office
        page = word(office.say(office.language)("channel_shut", channel=shut))
        for channel in find_ops(client, office):
            self._post(client, Target(channel), page, f"shut:{shut}:{channel}", again=True)

    def _find(self, person_key: str) -> tuple[str, WebClient, str]:
        email = self.answering.office.email_of(person_key)
        for team, client in self.answering.clients.everywhere() if email else ():
            try:
                found = client.api_call("users.lookupByEmail", params={"email": email})
            except SlackApiError as error:
                if error.response.get("error") in _WITHDRAWN:  # one workspace's dead token keeps nobody else waiting
                    log.warning("workspace %s does not take our token any more", team)
                elif error.response.get("error") != "users_not_found":
                    raise
            else:
                user = str(found["user"]["id"])
                if self.answering.colleagues.find(client, team, user).colleague:  # the door that questions pass, too
                    return team, client, user
        raise NotReached(f"{person_key} has no e-mail that Slack knows")
