"""Guests, people of other firms, other workspaces and organisations: what leaves, asked for or not, leaves for ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.app import open_dispatcher
from bot.dialogue.message import Click, Message
from bot.slack.channels import NotReached
from bot.slack.notifier import Reaching
from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.faulty_line import FaultyLine, run_faulty_line
from tests.bot.slack.slack_far_end import TEAM, direct_message, event, interaction
from tests.bot.slack.test_surfaces import find_button, trigger

GUEST = "U0GUEST"
OUTSIDE = [
    {"is_restricted": True},
    {"is_ultra_restricted": True},
    {"is_stranger": True},
    {"team_id": "T0OTHER"},
    {"is_bot": True},
    {"deleted": True},
]


@pytest.fixture
def line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyLine]:
    with run_faulty_line(desk.far_end.url) as line:
        monkeypatch.setattr(desk.answering.clients.of(TEAM), "base_url", line.url)
        desk.answering.colleagues.forget(TEAM, desk.far_end.user(MAYA))
        yield line
        desk.settle()
        desk.answering.colleagues.forget(TEAM, desk.far_end.user(MAYA))


def seen(line: FaultyLine) -> str:
    """Everything that somebody could read."""
    return json.dumps([said for method, said in line.calls if method.startswith(("chat.", "views."))])


@pytest.mark.parametrize("mark", OUTSIDE)
def test_whoever_is_not_of_the_firm_gets_nothing_asked_or_unasked(
    desk: Desk, line: FaultyLine, mark: dict[str, Any]
) -> None:
    user = desk.far_end.user(MAYA)
    profile = {"id": user, "team_id": TEAM, "profile": {"email": MAYA}, **mark}
    line.told["users.info"] = lambda _said: {"ok": True, "user": profile}
    click = Click("recommend_offer", {"account_id": 1})
    reply = desk.office.conversation.reply_to(Message("demo:maya.collins", "t", click=click)).replies[0]
    dispatcher = open_dispatcher(str(desk.office.knowledge.engine.url), as_of=None, name="tests")
    with pytest.raises(NotReached):
        Reaching(desk.answering, dispatcher).deliver("demo:maya.collins", reply, key="out", again=False)
    desk.send(event(direct_message(user, desk.far_end.direct(user), "what should I offer Acme?")))
    assert "I do not know you yet" in seen(line)
    assert "SFA" not in seen(line)


@pytest.mark.parametrize("shared", [{"is_ext_shared": True}, {"is_pending_ext_shared": True}, {}])
def test_nothing_is_shared_where_people_of_other_firms_or_guests_read(
    desk: Desk, line: FaultyLine, shared: dict[str, bool]
) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("partners")
    line.told["conversations.info"] = lambda _said: {"ok": True, "channel": {"id": channel, **shared}}
    line.told["users.list"] = lambda _said: {"ok": True, "members": [{"id": GUEST, "is_restricted": True}]}
    line.told["conversations.members"] = lambda _said: {"ok": True, "members": [user, GUEST]}
    said = {"type": "app_mention", "user": user, "channel": channel, "text": "<@UBOT> what should I offer Acme?"}
    desk.send(event(said))
    button = find_button({"blocks": line.said("chat.postEphemeral")[0]["blocks"]}, "Share here")
    body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": user}, "trigger_id": trigger(desk)}
    place = {"channel": {"id": channel}, "container": {"type": "message", "channel_id": channel, "is_ephemeral": True}}
    desk.send(interaction({**body, **place, "actions": [{"action_ts": "1.1", **button}]}))
    assert line.said("chat.postEphemeral")[-1]["text"].startswith("This cannot be shared here")
    assert not line.said("chat.postMessage")


def test_an_event_of_another_workspace_gets_no_answer(desk: Desk, line: FaultyLine) -> None:
    user = desk.far_end.user(MAYA)
    desk.send(event(direct_message(user, desk.far_end.direct(user), "help"), team="T0OTHER"))
    assert seen(line) == "[]"


@pytest.mark.parametrize("enterprise", [None, {"id": "E1", "name": "Organisation"}])
def test_a_click_in_an_organisation_is_answered_though_slack_names_no_workspace(
    desk: Desk, line: FaultyLine, enterprise: dict[str, str] | None
) -> None:
    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    value = json.dumps({"intent": "help", "slots": {}})
    body = {
        "type": "block_actions",
        "team": None,
        "enterprise": enterprise,
        "user": {"id": user, "team_id": TEAM},
        "trigger_id": trigger(desk),
        "channel": {"id": channel},
        "container": {"type": "message", "channel_id": channel},
        "actions": [{"type": "button", "action_id": "choice.0", "block_id": "b", "value": value, "action_ts": "1.1"}],
    }
    assert desk.send(interaction(body)).status == 200
    assert "Ask in your own words" in seen(line)
