"""The home tab, its settings, and the suggestions of the agent view."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.slack.views import limits
from bot.slack.views.check import check_blocks
from tests.bot.slack.conftest import MAYA, STRANGER, Desk
from tests.bot.slack.slack_far_end import TEAM, event, interaction

Sent = Callable[[], list[dict[str, Any]]]


def open_home(desk: Desk, person: str, tab: str = "home") -> None:
    user = desk.far_end.user(person)
    desk.send(event({"type": "app_home_opened", "user": user, "channel": desk.far_end.direct(user), "tab": tab}))


def published(sent: Sent) -> dict[str, Any]:
    view = [post for post in sent() if post["method"] == "views.publish"][-1]["view"]
    return dict(json.loads(view) if isinstance(view, str) else view)


def test_home_shows_settings_that_stay_as_chosen(desk: Desk, sent: Sent) -> None:
    open_home(desk, MAYA)
    assert check_blocks(published(sent)["blocks"], most=limits.BLOCKS_A_VIEW) == []
    action = {"type": "static_select", "action_id": "setting.quiet", "selected_option": {"value": "20-8"}}
    desk.send(
        interaction(
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": desk.far_end.user(MAYA)},
                "trigger_id": "1.1.quiet",
                "container": {"type": "view"},
                "actions": [{**action, "block_id": "setting.quiet", "action_ts": "1.1"}],
            }
        )
    )
    chosen = next(block for block in published(sent)["blocks"] if block.get("block_id") == "setting.quiet")
    assert chosen["accessory"]["initial_option"]["value"] == "20-8"


def test_a_strangers_home_holds_nothing_but_the_refusal(desk: Desk, sent: Sent) -> None:
    open_home(desk, STRANGER)
    assert "I do not know you yet" in json.dumps(published(sent))
    assert len(published(sent)["blocks"]) == 1


def test_the_agent_view_suggests_questions_by_role(desk: Desk, sent: Sent) -> None:
    open_home(desk, MAYA, "messages")
    suggested = [post for post in sent() if post["method"] == "assistant.threads.setSuggestedPrompts"][-1]
    assert "Who should I call this week?" in json.dumps(suggested["prompts"])
