"""Tokens and keys, from the environment only; none of them is ever printed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from bot.slack.clients import SLACK


class SecretMissing(Exception):
    """A token that this way of running needs is not in the environment; the message says which and where to get it."""

    def __init__(self, name: str) -> None:
        self.name, self.variable = name, VARIABLES[name]
        super().__init__(f"{self.variable} is not set. {WHERE[name]}")


@dataclass(frozen=True, repr=False)
class Secrets:
    """What the environment holds. ``api`` is Slack's address, another one for trials."""

    bot_token: str | None = None
    app_token: str | None = None
    signing_secret: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    token_key: str | None = None
    api: str = SLACK

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Secrets:
        """SLACK_BOT_TOKEN, SLACK_APP_TOKEN and so on; empty ones count as missing."""
        given = os.environ if environment is None else environment
        found = {name: given.get(variable) or None for name, variable in VARIABLES.items()}
        return cls(**found, api=given.get("OSUSUME_SLACK_API") or SLACK)

    @property
    def is_many_workspaces(self) -> bool:
        """Whether workspaces install us by OAuth, rather than one by its token."""
        return bool(self.client_id and self.client_secret)

    def need(self, name: str) -> str:
        """A secret that must be there. SecretMissing."""
        value: str | None = getattr(self, name)
        if not value:
            raise SecretMissing(name)
        return value


VARIABLES = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "client_id": "SLACK_CLIENT_ID",
    "client_secret": "SLACK_CLIENT_SECRET",
    "token_key": "OSUSUME_TOKEN_KEY",
}

_SETTINGS = "On api.slack.com/apps, in your app:"
WHERE = {
    "bot_token": f"{_SETTINGS} OAuth & Permissions, Bot User OAuth Token (begins with xoxb-).",
    "app_token": f"{_SETTINGS} Basic Information, App-Level Tokens, with connections:write (begins with xapp-).",
    "signing_secret": f"{_SETTINGS} Basic Information, Signing Secret.",
    "client_id": f"{_SETTINGS} Basic Information, Client ID.",
    "client_secret": f"{_SETTINGS} Basic Information, Client Secret.",
    "token_key": "Make one with: openssl rand -base64 32 | tr '+/' '-_'",
}
