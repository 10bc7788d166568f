"""Channels: who reads them, whether they can be written to, and where operations are told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ports import Office

log = logging.getLogger(__name__)

_PAGE = 500  # of members or users a call
_SHUT = {"channel_not_found", "is_archived", "not_in_channel"}


class NotReached(Exception):
    """Nobody in the workspaces that installed us has this person's e-mail."""


def open_direct(client: WebClient, user: str) -> str:
    """The direct message with somebody."""
    return str(client.conversations_open(users=user)["channel"]["id"])


def leaves_firm(client: WebClient, channel: str) -> bool:
    """Whether people of another firm, or guests, read a channel; where Slack does not say, we take it that they do."""
    try:
        found = client.api_call("conversations.info", params={"channel": channel})["channel"]
        if found.get("is_ext_shared") or found.get("is_pending_ext_shared"):
            return True
        guests = _find_guests(client)
        return bool(guests) and not guests.isdisjoint(_members(client, channel))
    except SlackApiError:
        log.warning("Slack does not say who reads %s: it is taken as read by others", channel)
        return True


def _find_guests(client: WebClient) -> set[str]:
    """Users of the workspace who are no members of the firm."""
    users = _pages(client, "users.list", "members", {})
    marks = ("is_restricted", "is_ultra_restricted", "is_stranger")
    return {str(user["id"]) for user in users if not user.get("deleted") and any(user.get(mark) for mark in marks)}


def _members(client: WebClient, channel: str) -> Iterator[str]:
    return (str(member) for member in _pages(client, "conversations.members", "members", {"channel": channel}))


def _pages(client: WebClient, method: str, key: str, params: dict[str, Any]) -> Iterator[Any]:
    cursor = ""
    while True:
        answer = client.api_call(method, params={**params, "limit": _PAGE, "cursor": cursor})
        yield from answer[key]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


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
