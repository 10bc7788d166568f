"""Somebody unknown gets the same polite refusal from every form, shortcut and button, and sees nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from actions.registry import load_specs
from bot.slack.manifest import GLOBAL_SHORTCUT, MESSAGE_SHORTCUT
from tests.bot.slack.conftest import STRANGER, TOM, YUKI, Desk
from tests.bot.slack.slack_far_end import TEAM, interaction
from tests.bot.slack.test_surfaces import ask, click, command, find_button, trigger

Sent = Callable[[], list[dict[str, Any]]]
MAYA_OWNS = {"account_id": 1, "account": "Acme Corporation"}


def refused(desk: Desk, sent: Sent, request: Any) -> None:
    """The request shows a stranger the refusal alone: no form, no name of a customer."""
    begun = len(sent())
    assert desk.send(request).status == 200
    posted = sent()[begun:]
    assert not [post for post in posted if post["method"].startswith("views.")]
    own = [post for post in posted if "I do not know you yet" in json.dumps(post)]
    assert len(own) == 1
    assert "Acme" not in json.dumps(posted, ensure_ascii=False)


def pressing(desk: Desk, user: str, intent: str, **slots: str | int) -> Any:
    """A button of somebody else's answer, pressed by this user."""
    value = json.dumps({"intent": intent, "slots": {**MAYA_OWNS, **slots}})
    action = {"type": "button", "action_id": "choice.0", "block_id": "b", "value": value}
    return click(desk, user, desk.far_end.direct(user), action, {})


@pytest.mark.parametrize("intent", [intent for intent, spec in load_specs().items() if spec.form])
def test_a_stranger_opens_no_form_from_a_button(desk: Desk, sent: Sent, intent: str) -> None:
    refused(desk, sent, pressing(desk, desk.far_end.user(STRANGER), intent))


@pytest.mark.parametrize("kind", ["message_action", "shortcut"])
def test_a_stranger_opens_no_form_from_a_shortcut(desk: Desk, sent: Sent, kind: str) -> None:
    user = desk.far_end.user(STRANGER)
    body: dict[str, Any] = {"type": kind, "team": {"id": TEAM}, "user": {"id": user}, "trigger_id": trigger(desk)}
    if kind == "message_action":
        message = {"type": "message", "text": "They ask for payroll", "ts": "1.2"}
        body |= {"channel": {"id": desk.far_end.channel("general-sales")}, "message": message}
    name = MESSAGE_SHORTCUT if kind == "message_action" else GLOBAL_SHORTCUT
    refused(desk, sent, interaction({**body, "callback_id": name}))


def test_a_stranger_opens_no_form_by_command(desk: Desk, sent: Sent) -> None:
    user = desk.far_end.user(STRANGER)
    refused(desk, sent, command(desk, "/handoff", "x", user=user, channel=desk.far_end.direct(user)))


@pytest.mark.parametrize("intent", [intent for intent, spec in load_specs().items() if spec.form])
def test_a_form_that_a_stranger_sends_does_nothing(desk: Desk, sent: Sent, intent: str) -> None:
    user = desk.far_end.user(STRANGER)
    meta = {"intent": intent, "slots": MAYA_OWNS, "channel": desk.far_end.direct(user), "thread": None}
    view = {
        "id": f"VS{intent}",
        "type": "modal",
        "callback_id": "form",
        "private_metadata": json.dumps(meta),
        "state": {"values": {"need": {"field.need": {"type": "plain_text_input", "value": "SSO"}}}},
    }
    body = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": user}, "trigger_id": trigger(desk)}
    refused(desk, sent, interaction({**body, "view": view}))


@pytest.mark.parametrize("person", [YUKI, TOM, STRANGER])
@pytest.mark.parametrize("label", ["Three tiers", "Why?"])
def test_a_button_of_somebody_elses_answer_tells_nothing_to_whom_may_not_see_it(
    desk: Desk, sent: Sent, person: str, label: str
) -> None:
    _, _, answer = ask(desk, "maya.collins@osusume-demo.example", "what should I offer Acme?")
    begun, user = len(sent()), desk.far_end.user(person)
    desk.send(click(desk, user, desk.far_end.direct(user), find_button(answer, label), answer))
    told = json.dumps(sent()[begun:], ensure_ascii=False)
    assert sent()[begun:], "an answer all the same"
    assert "SFA" not in told
    assert "¥" not in told
