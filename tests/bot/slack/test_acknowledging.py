"""The acknowledgement leaves whatever else runs: what Slack sends is only kept, and answered elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message, Turn
from bot.slack.app import build_app
from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.slack_far_end import SECRET, direct_message, event
from tests.bot.slack.test_forms import newest, open_form, send
from tests.bot.slack.test_surfaces import click, command

_SLOW = 20


def test_the_next_event_is_acknowledged_while_twenty_answers_are_stuck(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, begun = threading.Event(), threading.Event()
    plain = Conversation.reply_to

    def stuck(conversation: Conversation, message: Message) -> Turn:
        begun.set()
        assert release.wait(240)
        return plain(conversation, message)

    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    before = len(desk.far_end.messages(channel))
    monkeypatch.setattr(Conversation, "reply_to", stuck)
    try:
        for _ in range(_SLOW):
            assert desk.app.dispatch(event(direct_message(user, channel, "help"))).status == 200
        assert begun.wait(240)
        asked = [
            event(direct_message(user, channel, "help")),
            command(desk, "/osusume", "help", user=user, channel=channel),
            click(desk, user, channel, _button(), {}),
        ]
        assert [desk.app.dispatch(request).status for request in asked] == [200, 200, 200]
        assert len(desk.far_end.messages(channel)) == before, "all of them were acknowledged before any was answered"
    finally:
        release.set()
        desk.settle()
    assert len(desk.far_end.messages(channel)) == before + _SLOW + len(asked)


def test_a_form_that_cannot_open_yet_holds_up_no_acknowledgement(desk: Desk) -> None:
    release = threading.Event()
    with ThreadPoolExecutor(2) as quick:
        waiting = [quick.submit(release.wait, 240) for _ in range(_SLOW)]
        app = build_app(desk.answering, desk.app._authorize, signing_secret=SECRET, quick=quick)
        user, channel = desk.far_end.user(MAYA), desk.far_end.direct(desk.far_end.user(MAYA))
        try:
            status = app.dispatch(command(desk, "/handoff", "Acme", user=user, channel=channel)).status
            assert not any(each.done() for each in waiting)
        finally:
            release.set()
    assert status == 200


def test_a_form_is_taken_while_it_is_still_being_tried_out(
    desk: Desk, sent: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    release, trying = threading.Event(), threading.Event()
    plain = Conversation.try_out

    def stuck(conversation: Conversation, message: Message) -> Turn:
        trying.set()
        assert release.wait(240)
        return plain(conversation, message)

    user, view = open_form(desk, sent, MAYA, "record_need")
    monkeypatch.setattr(Conversation, "try_out", stuck)
    monkeypatch.setattr(desk, "app", build_app(desk.answering, desk.app._authorize, signing_secret=SECRET))
    try:
        assert send(desk, user, view, "stuck", need="Single sign-on", product="No Such Product 9000") == {}
        assert trying.is_set()
        assert not release.is_set(), "it is acknowledged and answered, though nobody knows yet what is wrong with it"
        assert "No Such Product 9000" in newest(desk, user)
    finally:
        release.set()


def _button() -> dict[str, Any]:
    return {"type": "button", "action_id": "choice.0", "block_id": "b", "value": '{"intent": "help", "slots": {}}'}
