"""The rules of sight: who sees which accounts, in which Slack channels facts may be shown, who signs in."""

from __future__ import annotations

import ipaddress
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from knowledge.playbook.rule_part import RulePart


class SightRules(RulePart):
    """Who sees which accounts. A rep: ``own``, the whole ``team``'s, or ``all``."""

    rep_sees: Literal["own", "team", "all"] = "team"
    cs_sees: Literal["own", "all"] = "own"
    ops_sees: Literal["none", "all"] = "none"
    unowned_visible: bool = True
    without_manager: Literal["managers", "ops", "nobody"] = "managers"


class ChannelRule(RulePart):
    """What a Slack channel is for: one account (its key), or the accounts of one team."""

    account: str | None = None
    team: str | None = None


class SlackRules(RulePart):
    """Where customer facts may be shown, and where operations are told. Channels by Slack's id (``C0123``)."""

    workspaces: tuple[str, ...] = ()
    channels: dict[str, ChannelRule] = Field(default_factory=dict)
    ops_channel: str | None = None


class WebRules(RulePart):
    """Who signs in to the page in the browser: where it is reached, and who vouches for people (OpenID Connect).

    ``claims``: what else their signed word must hold, such as ``{hd: yourfirm.example}``, where anybody can register.
    """

    address: str | None = None
    issuer: str | None = None
    client_id: str | None = None
    claims: dict[str, str] = Field(default_factory=dict)
    session_hours: int = Field(default=12, ge=1, le=168)

    @field_validator("address", "issuer")
    @classmethod
    def _safe(cls, address: str | None) -> str | None:
        if address is not None and not _is_safe(address):
            raise ValueError(f"{address} must begin with https://")
        return address

    @field_validator("address")
    @classmethod
    def _whole(cls, address: str | None) -> str | None:
        if address is not None and urlsplit(address).path not in {"", "/"}:
            raise ValueError(f"{address} must end with the host: the page has no path of its own")
        return address


def _is_safe(address: str) -> bool:
    """Whether nobody between can read along; nobody is between on this machine alone."""
    parts = urlsplit(address)
    if not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
