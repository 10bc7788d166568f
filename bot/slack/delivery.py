"""One message to where it belongs, once; where that place is shut to us, to the asker alone, and never to both."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.clock import utc_now
from bot.ports import Office
from bot.slack.channels import find_ops, open_direct
from bot.slack.clients import Clients
from bot.slack.inbound_event import Heard
from bot.slack.posting import Poster, Target
from bot.slack.views.answer import Page
from bot.slack.views.around import word

log = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 10
_TAKEN = 200
# Places where we cannot write: without us, of other people, archived, or only for some.
_CLOSED = {
    "channel_is_archived",
    "channel_not_found",
    "is_archived",
    "no_permission",
    "not_in_channel",
    "restricted_action",
    "restricted_action_read_only_channel",
    "thread_not_found",
    "user_not_in_channel",
}


# A message that cannot be written anew any more.
_GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "is_inactive"}


@dataclass(frozen=True)
class Sending:
    """``again``: it was tried before, not before ``since``, so that what is sent may stand there already."""

    again: bool
    since: dt.datetime | None


@dataclass(frozen=True)
class Delivery:
    """Posts the pages of answers. What was sent and cannot be looked at in Slack is noted in the store."""

    office: Office
    clients: Clients
    poster: Poster

    def post(self, heard: Heard, name: str, target: Target, page: Page, sending: Sending) -> None:
        """Post once. A direct message is found again in Slack; elsewhere we may not be able to look, and note it."""
        key = f"{heard.key}:{name}"
        to_note = target.only_for is not None or not target.channel.startswith("D")
        if to_note and sending.again and self.office.was_told(key):
            return
        try:
            self.poster.post(self.clients.of(heard.team), target, page, key, again=sending.again, since=sending.since)
        except SlackApiError as error:
            reason = error.response.get("error")
            if target.replaces and reason in _GONE:
                self.post(heard, name, replace(target, replaces=None), page, sending)
                return
            if reason not in _CLOSED:
                raise
            log.info("%s takes no answer (%s): it goes to the asker alone", target.channel, reason)
            self._to_asker(heard, key, page, sending)
        if to_note:
            self.office.note_told(key)

    def put_in_place(self, heard: Heard, page: Page) -> bool:
        """Put a page in the place of what only the asker sees; whether Slack took it."""
        return heard.response_url is not None and _respond(heard.response_url, page, replaces=True)

    def tell_ops(self, heard: Heard, about: str, text: str, sending: Sending) -> None:
        """Tell operations, once a day of ``about``."""
        noted = f"ops:{about}:{utc_now().date()}"
        if self.office.was_told(noted):
            return
        for channel in find_ops(self.clients.of(heard.team), self.office):
            self.post(heard, f"ops:{channel}", Target(channel), word(text), sending)
        self.office.note_told(noted)

    def _to_asker(self, heard: Heard, key: str, page: Page, sending: Sending) -> None:
        if heard.response_url and _respond(heard.response_url, page):
            return
        client = self.clients.of(heard.team)
        own = Target(open_direct(client, heard.user))
        self.poster.post(client, own, page, key, again=sending.again, since=sending.since)


def _respond(url: str, page: Page, *, replaces: bool = False) -> bool:
    """By the address that came with a command: the asker alone sees it, where they asked. It lives half an hour."""
    said = page.without_pictures().with_plain_tables()
    client = WebhookClient(url, timeout=_TIMEOUT_SECONDS)
    try:
        answer = client.send(
            text=said.text, blocks=list(said.blocks), response_type="ephemeral", replace_original=replaces
        )
    except OSError as error:
        log.warning("the address of a command cannot be reached (%s)", type(error).__name__)
        return False
    if answer.status_code != _TAKEN:
        log.warning("the address of a command took no answer (%s)", answer.status_code)
    return answer.status_code == _TAKEN
