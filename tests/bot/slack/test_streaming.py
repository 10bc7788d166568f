"""In the agent view an answer is written part by part; whatever breaks, it stands there whole, and once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.reply import Line, Reply, Section
from bot.slack.posting import Poster, Target
from bot.slack.streaming import is_begun
from bot.slack.views.answer import Page, pages_from
from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.scripted_slack import ScriptedSlack, run_scripted_slack
from tests.bot.slack.slack_far_end import direct_message, event

LINES = tuple(Line(text=f"fact {number} about <!channel>") for number in range(3))
SECTIONS = tuple(Section(key=f"s{number}", title=f"part {number}", lines=LINES) for number in range(9))
(PAGE,) = pages_from(Reply(intent="recommend_offer", language="en", headline="Offer seats.", sections=SECTIONS))
HERE = Target("D1", "1.1", stream_to=("T1", "U1"))


def post(slack: ScriptedSlack, page: Page = PAGE, *, again: bool = False) -> str:
    return Poster(sleep=lambda seconds: None).post(slack.client, HERE, page, "k", again=again)


def streamed(slack: ScriptedSlack) -> list[dict[str, Any]]:
    said = slack.said("chat.startStream", "chat.appendStream", "chat.stopStream")
    return [block for one in said for chunk in one.get("chunks") or () for block in chunk["blocks"]]


def test_the_answer_is_written_part_by_part_and_is_whole_at_the_end() -> None:
    with run_scripted_slack() as slack:
        post(slack)
        assert [{**block, "block_id": ""} for block in streamed(slack)] == [{**b, "block_id": ""} for b in PAGE.blocks]
        methods = [method for method, _ in slack.calls]
        assert (methods[0], methods[-1]) == ("chat.startStream", "chat.stopStream")
        assert len(methods) > 3
        (begun,) = slack.said("chat.startStream")
        assert (begun["channel"], begun["thread_ts"], begun["recipient_user_id"]) == ("D1", "1.1", "U1")
        (ended,) = slack.said("chat.stopStream")
        assert ended["metadata"]["event_payload"] == {"key": "k"}
        assert "markdown" not in json.dumps(slack.calls), "data would be read as mark-up"


@pytest.mark.parametrize("method", ["chat_appendStream", "chat_stopStream"])
def test_a_stream_that_slack_ended_is_filled_in_whole(method: str) -> None:
    with run_scripted_slack(**{method: ["message_not_in_streaming_state"]}) as slack:
        ts = post(slack)
        (whole,) = slack.said("chat.update")
        assert whole["ts"] == ts
        blocks = json.loads(whole["blocks"]) if isinstance(whole["blocks"], str) else whole["blocks"]
        assert blocks == list(PAGE.blocks)
        assert slack.said("chat.postMessage") == []


def test_where_slack_has_no_streams_the_answer_is_posted() -> None:
    with run_scripted_slack(chat_startStream=["unknown_method"]) as slack:
        post(slack)
        assert len(slack.said("chat.postMessage")) == 1


def test_a_stream_broken_off_by_a_crash_is_found_and_filled_in() -> None:
    with run_scripted_slack() as slack:
        post(slack)
        shown = {"ts": "9.9", "blocks": slack.said("chat.startStream")[0]["chunks"][0]["blocks"]}
        assert is_begun(shown, "k")
        assert not is_begun(shown, "another")
        slack.calls.clear()
        slack.history = [shown]
        assert post(slack, again=True) == "9.9"
        assert [method for method, _ in slack.calls] == ["conversations.replies", "chat.update"]


def test_a_question_in_the_agent_view_is_answered_under_it(desk: Desk) -> None:
    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    thread = desk.far_end.bot.chat_postMessage(channel=channel, text="a new chat")["ts"]
    desk.send(event(direct_message(user, channel, "what should I offer Acme?", thread_ts=thread)))
    found = desk.far_end.bot.api_call("conversations.replies", params={"channel": channel, "ts": thread})
    answers = [message for message in found["messages"] if message["text"].startswith("Offer Acme")]
    assert len(answers) == 1, "the emulator knows no streams, so that it is posted, once"
