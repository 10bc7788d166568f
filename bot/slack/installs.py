"""In which workspaces we are installed. Tokens are kept encrypted, with a key that only the environment holds."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient
from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store import Bot, Installation

from bot.ports import KeyValueStore
from bot.slack.clients import make_client
from bot.slack.membership import AllowedWorkspaces

log = logging.getLogger(__name__)

_REMEMBERED_SECONDS = 60
_PLACE, _USED = "slack_install:", "slack_state:"
_STATE_SECONDS = 600  # an install begun is finished within minutes


@dataclass
class EncryptedInstalls(InstallationStore):
    """Bolt's installation store: one sealed record a workspace, gone when it is uninstalled."""

    shelf: KeyValueStore
    seal: Fernet
    allowed: AllowedWorkspaces

    def save(self, installation: Installation) -> None:
        """Keep what a workspace gave us; one that is not the firm's waits for operations, and is answered nothing."""
        workspace = installation.team_id or installation.enterprise_id or ""
        if workspace not in self.allowed and installation.enterprise_id not in self.allowed:
            self.allowed.note_pending(workspace, installation.team_name or installation.enterprise_name or "")
            log.warning("workspace %s waits: osusume workspaces allow %s", workspace, workspace)
        record = {**installation.to_bot().to_dict(), "user_id": installation.user_id}
        sealed = self.seal.encrypt(json.dumps(record, default=str).encode()).decode()
        self.shelf.keep(_place(installation.enterprise_id, installation.team_id), sealed)

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Our bot in a workspace, or in the whole organisation that installed us."""
        places = [_place(enterprise_id, None)] if is_enterprise_install else []
        for place in [_place(enterprise_id, team_id), *places, _place(enterprise_id, None)]:
            if sealed := self.shelf.kept(place):
                record: dict[str, Any] = json.loads(self.seal.decrypt(sealed.encode()))
                record.pop("user_id", None)
                return Bot(**record)
        return None

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Uninstalled: the token is removed."""
        self.shelf.drop(_place(enterprise_id, team_id))

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A user's token was revoked; we keep none."""

    def delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Uninstalled: everything is removed."""
        self.delete_bot(enterprise_id=enterprise_id, team_id=team_id)


@dataclass
class States(OAuthStateStore):
    """The one-time words that tie the end of an install to its beginning; sealed, so that beginning keeps no row."""

    shelf: KeyValueStore
    seal: Fernet
    now: Callable[[], float] = time.time

    def issue(self, *_args: Any, **_kwargs: Any) -> str:
        """A new one."""
        return self.seal.encrypt_at_time(uuid4().hex.encode(), int(self.now())).decode()

    def consume(self, state: str) -> bool:
        """Whether it was ours, is fresh, and was not used before."""
        try:
            nonce = self.seal.decrypt_at_time(state.encode(), _STATE_SECONDS, int(self.now())).decode()
        except InvalidToken:
            return False
        self._forget_old()
        if self.shelf.kept(f"{_USED}{nonce}") is not None:
            return False
        self.shelf.keep(f"{_USED}{nonce}", str(self.now()))
        return True

    def _forget_old(self) -> None:
        for name in self.shelf.names(_USED):
            used = self.shelf.kept(name)
            if used is not None and self.now() - float(used) > 2 * _STATE_SECONDS:
                self.shelf.drop(name)


@dataclass
class OneWorkspace(Authorize):
    """One workspace by a token from the environment; Slack is asked once who we are."""

    client: WebClient
    _us: dict[str, Any] = field(default_factory=dict)

    def of(self, team: str) -> WebClient:  # noqa: ARG002 - there is only one
        """The one client."""
        return self.client

    def everywhere(self) -> list[tuple[str, WebClient]]:
        """The one workspace."""
        return [(str(self._who().get("team_id")), self.client)]

    def _who(self) -> dict[str, Any]:
        if not self._us:
            self._us.update(self.client.auth_test().data)  # type: ignore[arg-type]
        return self._us

    def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: Any) -> AuthorizeResult | None:
        """Ours; None for an event of another workspace."""
        us = self._who()
        if team_id is not None and team_id != us.get("team_id"):
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=us.get("team_id"),
            bot_id=us.get("bot_id"),
            bot_user_id=us.get("user_id"),
            bot_token=self.client.token,
        )


@dataclass
class ManyWorkspaces(Authorize):
    """The firm's workspaces that installed us; looked up in the store, remembered for a minute."""

    installs: EncryptedInstalls
    api: str
    now: Callable[[], float] = time.monotonic
    _known: dict[tuple[str | None, str | None], tuple[float, Bot]] = field(default_factory=dict)

    def of(self, team: str) -> WebClient:
        """The client of a workspace; KeyError where we are not installed (any more)."""
        bot = self._find(None, team)
        if bot is None:
            raise KeyError(f"not installed in workspace {team}")
        return make_client(bot.bot_token, base_url=self.api)

    def everywhere(self) -> list[tuple[str, WebClient]]:
        """All of the firm's."""
        teams = [name.removeprefix(_PLACE) for name in self.installs.shelf.names(_PLACE)]
        return [(team, self.of(team)) for team in teams if team in self.installs.allowed]

    def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: Any) -> AuthorizeResult | None:
        """Token and bot of a workspace; None where we are not installed."""
        bot = self._find(enterprise_id, team_id)
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
        )

    def forget(self, team: str | None) -> None:
        """Look anew: it was installed or uninstalled just now."""
        self._known = {place: known for place, known in self._known.items() if place[1] != team}

    def _find(self, enterprise: str | None, team: str | None) -> Bot | None:
        if team not in self.installs.allowed and enterprise not in self.installs.allowed:
            return None
        known = self._known.get((enterprise, team))
        if known and known[0] > self.now():
            return known[1]
        bot = self.installs.find_bot(enterprise_id=enterprise, team_id=team)
        if bot is not None:
            self._known[enterprise, team] = (self.now() + _REMEMBERED_SECONDS, bot)
        return bot


def _place(enterprise: str | None, team: str | None) -> str:
    """A workspace's own id is enough; an install for a whole organisation has none."""
    return f"{_PLACE}{team or enterprise or ''}"
