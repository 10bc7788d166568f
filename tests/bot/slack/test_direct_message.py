"""A question in a direct message, from Slack's signed request to what the person reads."""

from __future__ import annotations

import json

from bot.dialogue.message import Message
from tests.bot.slack.conftest import MAYA, STRANGER, TOM, Desk
from tests.bot.slack.slack_far_end import direct_message, event, signed


def test_one_question_gets_one_answer_however_often_slack_sends_it(desk: Desk) -> None:
    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    before = len(desk.far_end.messages(channel))
    words = "what should I offer Acme?"
    asked = direct_message(user, channel, words)
    colleague = desk.office.find_colleague(MAYA)
    assert colleague
    (expected,) = desk.office.conversation.try_out(Message(colleague.key, "fresh", words)).replies
    for _ in range(3):
        assert desk.send(event(asked, event_id="Ev-once")).status == 200
    answers = desk.far_end.messages(channel)[before:]
    assert [answer["text"].splitlines()[0] for answer in answers] == [expected.headline]
    assert expected.headline.startswith("Offer Acme Corporation ")
    assert answers[0]["blocks"][0]["type"] == "header"


def test_a_request_without_slacks_signature_is_refused(desk: Desk) -> None:
    request = signed(json.dumps({"type": "event_callback"}), content_type="application/json")
    request.headers["x-slack-signature"] = ["v0=0000"]
    assert desk.send(request).status == 401


def test_a_stranger_learns_nothing_and_operations_are_told(desk: Desk) -> None:
    user = desk.far_end.user(STRANGER)
    channel = desk.far_end.direct(user)
    desk.send(event(direct_message(user, channel, "what should I offer Acme?")))
    answer = desk.far_end.messages(channel)[-1]
    assert "I do not know you yet" in answer["text"]
    assert "Acme" not in json.dumps(answer)
    told = desk.far_end.messages(desk.far_end.direct(desk.far_end.user(TOM)))
    assert STRANGER in told[-1]["text"]
