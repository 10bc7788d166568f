"""In which workspaces we are installed, with which tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient


class Installed(Protocol):
    """Says with which token a workspace is answered."""

    def authorize(self, enterprise: str | None, team: str | None) -> AuthorizeResult | None:
        """Token and bot of a workspace; None where we are not installed (any more)."""


@dataclass
class OneWorkspace:
    """One workspace by a token from the environment; Slack is asked once who we are."""

    client: WebClient

    @cached_property
    def _us(self) -> dict[str, str]:
        return dict(self.client.auth_test().data)  # type: ignore[arg-type]

    def authorize(self, enterprise: str | None, team: str | None) -> AuthorizeResult | None:
        """Ours; None for an event of another workspace."""
        if team is not None and team != self._us.get("team_id"):
            return None
        return AuthorizeResult(
            enterprise_id=enterprise,
            team_id=self._us.get("team_id"),
            bot_id=self._us.get("bot_id"),
            bot_user_id=self._us.get("user_id"),
            bot_token=self.client.token,
        )
