"""Who a Slack user is to the store: by the e-mail that Slack vouches for, and nothing else."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient

from bot.ports import Colleague, Office
from bot.slack.membership import is_bound

log = logging.getLogger(__name__)

# People change jobs rarely; asking Slack at each message would cost a call each.
_REMEMBERED_SECONDS = 600


@dataclass(frozen=True)
class Someone:
    """A Slack user. ``colleague`` is None for strangers: guests, other firms, bots, people not in the store."""

    user: str
    email: str | None
    language: str | None
    colleague: Colleague | None


@dataclass(frozen=True)
class Profile:
    """What Slack says of a user. ``is_ours``: our own workspace vouches for the e-mail."""

    email: str | None
    is_ours: bool
    language: str | None


@dataclass
class Colleagues:
    """Finds people. What Slack says of them is remembered for a while; what the store says is read each time."""

    office: Office
    now: Callable[[], float] = time.monotonic
    _known: dict[tuple[str, str], tuple[float, Profile]] = field(default_factory=dict)

    def find(self, client: WebClient, team: str, user: str) -> Someone:
        """Who this user is. SlackApiError where Slack does not answer."""
        profile = self._profile(client, team, user)
        email = profile.email if profile.is_ours else None
        colleague = self.office.find_colleague(email) if email else None
        if colleague and not is_bound(self.office, colleague.key, team, user):
            log.warning("%s:%s has the e-mail of %s, who is another Slack user", team, user, colleague.key)
            colleague = None
        language = colleague.language if colleague else None
        return Someone(user, profile.email, language or profile.language, colleague)

    def forget(self, team: str, user: str) -> None:
        """Ask anew: the profile changed."""
        self._known.pop((team, user), None)

    def _profile(self, client: WebClient, team: str, user: str) -> Profile:
        known = self._known.get((team, user))
        if known and known[0] > self.now():
            return known[1]
        found: dict[str, Any] = client.api_call("users.info", params={"user": user, "include_locale": True})["user"]
        email = (found.get("profile") or {}).get("email")
        profile = Profile(email, is_one_of_ours(found, team), read_language(found))
        self._known[team, user] = (self.now() + _REMEMBERED_SECONDS, profile)
        return profile


def is_one_of_ours(profile: dict[str, Any], team: str) -> bool:
    """Whether our own workspace vouches for the e-mail: another firm's administrator can write any into a profile."""
    from_outside = profile.get("is_stranger") or profile.get("is_restricted") or profile.get("is_ultra_restricted")
    gone = profile.get("deleted") or profile.get("is_bot")
    teams = {profile.get("team_id"), *((profile.get("enterprise_user") or {}).get("teams") or ())}
    return not from_outside and not gone and team in teams


def read_language(profile: dict[str, Any]) -> str | None:
    """en or ja, as Slack is set; None where it is set to another."""
    locale = str(profile.get("locale") or "")
    return locale[:2] if locale[:2] in {"en", "ja"} else None
