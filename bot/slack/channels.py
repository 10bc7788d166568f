"""Channels: who reads them, whether they can be written to, and where operations are told."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ports import Office

log = logging.getLogger(__name__)

_SHUT = {"channel_not_found", "is_archived", "not_in_channel"}


class NotReached(Exception):
    """Nobody in the workspaces that installed us has this person's e-mail."""


def open_direct(client: WebClient, user: str) -> str:
    """The direct message with somebody."""
    return str(client.conversations_open(users=user)["channel"]["id"])


def leaves_firm(client: WebClient, channel: str) -> bool:
    """Whether people of another firm read a channel; where Slack does not say, we take it that they do."""
    try:
        found = client.api_call("conversations.info", params={"channel": channel})["channel"]
    except SlackApiError:
        return True
    return bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))


def is_shut(client: WebClient, channel: str) -> bool:
    """Whether we cannot write there any more: it was deleted or archived, or we were taken out of it."""
    try:
        found = client.api_call("conversations.info", params={"channel": channel})["channel"]
    except SlackApiError as error:
        return error.response.get("error") in _SHUT
    return bool(found.get("is_archived")) or found.get("is_member") is False


def find_ops(client: WebClient, office: Office) -> Iterator[str]:
    """The channel of operations; where there is none, or it is shut, a direct message to each of them."""
    if office.ops_channel and not is_shut(client, office.ops_channel):
        yield office.ops_channel
        return
    for email in office.ops_emails():
        try:
            user = client.api_call("users.lookupByEmail", params={"email": email})["user"]["id"]
        except SlackApiError:
            log.warning("operations cannot be reached in Slack under an e-mail of the store")
        else:
            yield open_direct(client, user)
