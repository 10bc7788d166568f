"""Slack's far end for tests: the emulator, and signed requests as Slack sends them."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest
from slack_sdk import WebClient

from tests.bot.slack.emulator_install import find_node, install_emulator

SECRET = "secret-of-the-tests"
TEAM = "T000000001"
TOKEN = "xoxb-osusume-tests"
_numbers = count(1)


@dataclass(frozen=True)
class FarEnd:
    """A running emulator. ``people``: e-mail → Slack user id; ``channels``: name → id; ``bot``: our user id."""

    url: str
    bot: WebClient
    admin: WebClient

    def user(self, email: str) -> str:
        """The Slack id of whoever has this e-mail."""
        return str(self.admin.api_call("users.lookupByEmail", params={"email": email})["user"]["id"])

    def channel(self, name: str) -> str:
        """The id of a channel."""
        found = self.admin.api_call("conversations.list", params={"types": "public_channel,private_channel"})
        return next(str(channel["id"]) for channel in found["channels"] if channel["name"] == name)

    def direct(self, user: str) -> str:
        """The direct message between our bot and a user."""
        return str(self.bot.conversations_open(users=user)["channel"]["id"])

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """What stands in a channel, oldest first, threads included."""
        found = self.bot.api_call("conversations.history", params={"channel": channel, "limit": 200})
        return list(reversed(found["messages"]))


def prepare_emulator() -> tuple[str, Path]:
    """Node, and the folder of the emulator. Where it cannot be fetched the tests are skipped; in CI they fail."""
    node = find_node()
    try:
        return node, install_emulator(node)
    except subprocess.CalledProcessError:
        if os.environ.get("CI"):
            pytest.fail("CI needs the Slack emulator, and npm could not fetch it")
        pytest.skip("Slack emulator not tried: npm could not fetch it")


@contextmanager
def run_far_end(people: dict[str, str], channels: list[str]) -> Iterator[FarEnd]:
    """Start the emulator with our app installed, these people (e-mail → name) and channels."""
    node, folder = prepare_emulator()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seed = {
        "port": port,
        "tokens": {"xoxp-admin": {"login": "U000000001", "scopes": []}},
        "slack": {
            "signing_secret": SECRET,
            "users": [
                {"name": email.split("@")[0], "real_name": name, "email": email} for email, name in people.items()
            ],
            "channels": [{"name": name} for name in channels],
            "oauth_apps": [
                {
                    "app_id": "A1",
                    "client_id": "1.2",
                    "client_secret": "client-secret",
                    "name": "Osusume",
                    "bot_user_id": "UBOT",
                    "bot_id": "BBOT",
                    "redirect_uris": ["http://localhost/slack/oauth_redirect"],
                }
            ],
            "tokens": [
                {
                    "token": TOKEN,
                    "type": "bot",
                    "user_id": "UBOT",
                    "bot_id": "BBOT",
                    "bot_user_id": "UBOT",
                    "app_id": "A1",
                }
            ],
        },
    }
    process = subprocess.Popen(
        [node, "start.mjs"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(seed) + "\n")
    process.stdin.flush()
    url = f"http://127.0.0.1:{port}/api/"
    process.stdout.readline()
    try:
        yield FarEnd(url, WebClient(TOKEN, base_url=url), WebClient("xoxp-admin", base_url=url))
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def signed(body: str, *, content_type: str) -> BoltRequest:
    """A request as Slack sends it."""
    at = str(int(time.time()))
    mark = hmac.new(SECRET.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"content-type": [content_type], "x-slack-request-timestamp": [at], "x-slack-signature": [f"v0={mark}"]}
    return BoltRequest(body=body, headers=headers)


def event(inner: dict[str, Any], *, event_id: str | None = None, team: str = TEAM) -> BoltRequest:
    """An Events API request."""
    number = next(_numbers)
    body = {
        "token": "t",
        "team_id": team,
        "api_app_id": "A1",
        "type": "event_callback",
        "event_id": event_id or f"Ev{time.time_ns()}{number}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": team, "user_id": "UBOT", "is_bot": True}],
        "event": {"ts": f"{int(time.time())}.{number:06d}", **inner},
    }
    return signed(json.dumps(body), content_type="application/json")


def direct_message(user: str, channel: str, text: str, **more: Any) -> dict[str, Any]:
    """The inside of a message.im event."""
    return {"type": "message", "channel_type": "im", "user": user, "channel": channel, "text": text, **more}


def form(fields: dict[str, str]) -> BoltRequest:
    """A slash command."""
    return signed(urllib.parse.urlencode(fields), content_type="application/x-www-form-urlencoded")


def interaction(payload: dict[str, Any]) -> BoltRequest:
    """A click, shortcut or modal."""
    return form({"payload": json.dumps(payload)})
