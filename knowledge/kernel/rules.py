"""The rules of sight: who sees which accounts, and in which Slack channels facts may be shown."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

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
    unfurl_links: bool = False
