"""Slack clients, one for each workspace that installed us."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

SLACK = "https://slack.com/api/"
_TRIES = 3
_TIMEOUT_SECONDS = 20


class Clients(Protocol):
    """Gives the client of a workspace."""

    def of(self, team: str) -> WebClient:
        """The client that speaks as our bot in this workspace."""

    def everywhere(self) -> Iterable[tuple[str, WebClient]]:
        """All workspaces that we are installed in: team and client."""


def make_client(token: str | None, *, base_url: str = SLACK) -> WebClient:
    """A client that waits as long as Slack's 429 asks, and tries again where the line or Slack failed."""
    client = WebClient(token=token, base_url=base_url, timeout=_TIMEOUT_SECONDS)
    client.retry_handlers = [
        ConnectionErrorRetryHandler(max_retry_count=_TRIES),
        RateLimitErrorRetryHandler(max_retry_count=_TRIES),
        ServerErrorRetryHandler(max_retry_count=1),
    ]
    return client
