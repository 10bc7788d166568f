"""Installing us in a workspace by OAuth, and being uninstalled."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet
from slack_bolt import App
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings

from bot.ports import KeyValueStore
from bot.slack.clients import SLACK, make_client
from bot.slack.installs import EncryptedInstalls, ManyWorkspaces, States
from bot.slack.manifest import SCOPES
from bot.slack.membership import AllowedWorkspaces
from bot.slack.secrets import Secrets


def open_workspaces(shelf: KeyValueStore, secrets: Secrets, configured: tuple[str, ...] = ()) -> ManyWorkspaces:
    """The firm's workspaces that installed us; ``configured``: those that need no confirmation.

    SecretMissing without the key that seals their tokens.
    """
    allowed = AllowedWorkspaces(shelf, configured)
    return ManyWorkspaces(EncryptedInstalls(shelf, Fernet(secrets.need("token_key")), allowed), secrets.api)


def build_flow(workspaces: ManyWorkspaces, shelf: KeyValueStore, secrets: Secrets) -> OAuthFlow:
    """Bolt's OAuth flow: /slack/install leads to Slack, /slack/oauth_redirect brings the token."""
    pages = None if secrets.api == SLACK else secrets.api.replace("/api/", "/oauth/v2/authorize")
    settings = OAuthSettings(
        client_id=secrets.need("client_id"),
        client_secret=secrets.need("client_secret"),
        scopes=sorted(SCOPES),
        installation_store=workspaces.installs,
        state_store=States(shelf, workspaces.installs.seal),
        authorization_url=pages,
    )
    return OAuthFlow(settings=settings, client=make_client(None, base_url=secrets.api))


def register(app: App, workspaces: ManyWorkspaces) -> None:
    """Listen to being uninstalled: the token is removed at once."""

    @app.event("app_uninstalled")
    def uninstalled(body: dict[str, Any]) -> None:
        _remove(workspaces, body)

    @app.event("tokens_revoked")
    def revoked(body: dict[str, Any]) -> None:
        if body["event"].get("tokens", {}).get("bot"):
            _remove(workspaces, body)


def _remove(workspaces: ManyWorkspaces, body: dict[str, Any]) -> None:
    team = body.get("team_id")
    workspaces.installs.delete_all(enterprise_id=body.get("enterprise_id"), team_id=team)
    workspaces.forget(team)
