"""Slack clients, one for each workspace that installed us."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from functools import cache
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.http_retry import HttpRequest
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    ServerErrorRetryHandler,
)

SLACK = "https://slack.com/api/"
_TRIES = 1  # what lasts longer is for those who can wait without keeping a worker
_TIMEOUT_SECONDS = 10
_ONCE = "/chat.post"  # sent again it may stand there twice: whoever posts looks first


class Clients(Protocol):
    """Gives the client of a workspace."""

    def of(self, team: str) -> WebClient:
        """The client that speaks as our bot in this workspace."""

    def everywhere(self) -> Iterable[tuple[str, WebClient]]:
        """All workspaces that we are installed in: team and client."""


class _LineRetry(ConnectionErrorRetryHandler):
    """Sends again what a broken line may have swallowed, but no message."""

    def _can_retry(self, *, request: HttpRequest, **told: Any) -> bool:
        return _ONCE not in request.url and super()._can_retry(request=request, **told)


class _ServerRetry(ServerErrorRetryHandler):
    """The same where Slack failed."""

    def _can_retry(self, *, request: HttpRequest, **told: Any) -> bool:
        return _ONCE not in request.url and super()._can_retry(request=request, **told)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to trust, read once: left to itself each call reads it anew, which costs as much as a whole answer."""
    return ssl.create_default_context()


def make_client(token: str | None, *, base_url: str = SLACK) -> WebClient:
    """A client that tries again at once where the line or Slack failed; a 429 is the caller's to wait out."""
    client = WebClient(token=token, base_url=base_url, timeout=_TIMEOUT_SECONDS, ssl=_trusted())
    client.retry_handlers = [
        _LineRetry(max_retry_count=_TRIES),
        _ServerRetry(max_retry_count=1),
    ]
    return client
