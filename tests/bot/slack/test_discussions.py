"""Asking back: a group message of both sides, and what either writes under it, up to what both of them see."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import open_dispatcher
from bot.dialogue.message import Click, Message
from bot.slack.notifier import Reaching
from tests.bot.slack.conftest import HANNAH, MAYA, Desk
from tests.bot.slack.slack_far_end import direct_message, event
from tests.bot.slack.test_forms import Sent

ACME = {"account_id": 1, "account": "Acme Corporation"}
QUESTION, ANSWER = "How many people is it for?", "All 200, says <https://acme.example|their CIO>"


def say(desk: Desk, who: str, intent: str, **slots: object) -> str:
    """What somebody is answered at the terminal."""
    click = Click(intent, {**ACME, **slots})  # type: ignore[dict-item]
    turn = desk.office.conversation.reply_to(Message(key_of(desk, who), "t", click=click, language="en"))
    return turn.replies[-1].model_dump_json()


def key_of(desk: Desk, email: str) -> str:
    found = desk.office.find_colleague(email)
    assert found
    return found.key


def bring(desk: Desk) -> None:
    """What is due by the day after tomorrow reaches people in Slack."""
    day = desk.office.conversation.clock.today() + dt.timedelta(days=2)
    store = desk.office.knowledge.engine.url.render_as_string(hide_password=False)
    dispatcher = open_dispatcher(store, as_of=day, name="tests")
    for who in (MAYA, HANNAH):
        dispatcher.bring(Reaching(desk.answering, dispatcher).deliver, person_key=key_of(desk, who))


def group(desk: Desk) -> str:
    users = ",".join(desk.far_end.user(email) for email in (MAYA, HANNAH))
    return str(desk.far_end.bot.conversations_open(users=users)["channel"]["id"])


def asked_back(desk: Desk) -> tuple[str, dict[str, Any]]:
    """Hannah hands Acme to Maya, who asks back: the group, and the message that both read there."""
    say(desk, HANNAH, "hand_off_account", need="SSO for everybody")
    say(desk, MAYA, "list_handoffs", step="ask", text=QUESTION)
    bring(desk)
    channel = group(desk)
    return channel, desk.far_end.messages(channel)[-1]


def written(desk: Desk, who: str, channel: str, text: str, **more: str) -> Any:
    inner = direct_message(desk.far_end.user(who), channel, text, channel_type="mpim", **more)
    return event(inner, event_id=f"Ev-{who}-{text}-{len(more)}-{desk.far_end.messages(channel)[-1]['ts']}")


def told_directly(desk: Desk, who: str) -> dict[str, str]:
    """The direct messages of one person so far, by their time: the far end keeps those of other tests too."""
    own = desk.far_end.messages(desk.far_end.direct(desk.far_end.user(who)))
    return {message["ts"]: message["text"] for message in own}


def newly_told(desk: Desk, who: str, before: dict[str, str]) -> list[str]:
    return [text for ts, text in told_directly(desk, who).items() if ts not in before]


def under(desk: Desk, channel: str, ts: str) -> list[str]:
    found = desk.far_end.bot.api_call("conversations.replies", params={"channel": channel, "ts": ts})
    return [json.dumps(message, ensure_ascii=False) for message in found["messages"]]


def test_a_question_stands_in_a_group_of_both_and_names_them(desk: Desk) -> None:
    before = told_directly(desk, HANNAH)
    channel, opened = asked_back(desk)
    told = json.dumps(opened, ensure_ascii=False)
    assert QUESTION in told
    assert "SSO for everybody" in told
    assert "Reply in this thread" in told
    named = [part["user_id"] for part in opened["blocks"][0]["elements"][0]["elements"]]
    assert set(named) == {desk.far_end.user(MAYA), desk.far_end.user(HANNAH)}
    own = newly_told(desk, HANNAH, before)
    assert not any("There is a question" in text for text in own), "told once, where both read it"
    assert channel.startswith("G")


def test_what_either_writes_under_it_is_a_step_that_both_see_also_at_the_terminal(desk: Desk) -> None:
    before = {who: told_directly(desk, who) for who in (MAYA, HANNAH)}
    channel, opened = asked_back(desk)
    answer = written(desk, HANNAH, channel, ANSWER, thread_ts=opened["ts"])
    for _ in range(2):  # Slack delivers twice
        desk.send(answer)
    desk.send(written(desk, MAYA, channel, "Thanks, I call them", thread_ts=opened["ts"]))
    for who in (MAYA, HANNAH):
        seen = say(desk, who, "list_handoffs")
        assert seen.count("All 200, says their CIO") == 1
        assert "Hannah Reyes answered:" in seen
        assert "Thanks, I call them" in seen
        assert "Maya Collins answers by" in seen, "it is the receiver's turn again"
    bring(desk)
    for who in (MAYA, HANNAH):
        own = newly_told(desk, who, before[who])
        assert not any("Your question was answered" in text for text in own)


def test_an_answer_from_the_terminal_comes_into_the_same_thread(desk: Desk) -> None:
    channel, opened = asked_back(desk)
    say(desk, HANNAH, "list_handoffs", step="answer", text="200 in Osaka")
    bring(desk)
    bring(desk)
    assert sum("200 in Osaka" in message for message in under(desk, channel, opened["ts"])) == 1
    say(desk, MAYA, "list_handoffs", step="ask", text="And in Tokyo?")
    bring(desk)
    assert sum("And in Tokyo?" in message for message in under(desk, channel, opened["ts"])) == 1


def test_an_answer_beside_the_thread_counts_and_chatting_afterwards_does_not(desk: Desk) -> None:
    channel, _ = asked_back(desk)
    desk.send(written(desk, HANNAH, channel, "300 people"))
    desk.send(written(desk, MAYA, channel, "lunch at noon?"))
    seen = say(desk, HANNAH, "list_handoffs")
    assert "300 people" in seen
    assert "lunch" not in seen


def test_what_is_written_once_it_is_over_is_said_to_be_lost_to_its_writer_alone(desk: Desk, sent: Sent) -> None:
    channel, opened = asked_back(desk)
    say(desk, HANNAH, "list_handoffs", step="withdraw")
    desk.send(written(desk, HANNAH, channel, "too late?", thread_ts=opened["ts"]))
    last = sent()[-1]
    assert last["method"] == "chat.postEphemeral"
    assert last["user"] == desk.far_end.user(HANNAH)
    assert "This was not kept" in last["text"]


@pytest.mark.parametrize("error", ["missing_scope", "user_not_found", "channel_not_found"])
def test_where_no_group_opens_the_question_comes_directly(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    plain = WebClient.conversations_open

    def refusing(client: WebClient, *, users: str, **more: Any) -> Any:
        if "," in users:
            raise SlackApiError(error, {"ok": False, "error": error})
        return plain(client, users=users, **more)

    monkeypatch.setattr(WebClient, "conversations_open", refusing)
    say(desk, HANNAH, "hand_off_account", need="SSO for everybody")
    say(desk, MAYA, "list_handoffs", step="ask", text=f"{QUESTION} {error}")
    bring(desk)
    told = json.dumps(desk.far_end.messages(desk.far_end.direct(desk.far_end.user(HANNAH)))[-2:])
    assert f"{QUESTION} {error}" in told
    assert '"Answer"' in told


def test_a_group_that_is_gone_is_given_up_for_direct_messages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    channel, opened = asked_back(desk)
    plain = WebClient.chat_postMessage

    def refusing(client: WebClient, **said: Any) -> Any:
        if said["channel"] == channel:
            raise SlackApiError("gone", {"ok": False, "error": "channel_not_found"})
        return plain(client, **said)

    monkeypatch.setattr(WebClient, "chat_postMessage", refusing)
    say(desk, HANNAH, "list_handoffs", step="answer", text="200 in Nagoya")
    bring(desk)
    told = json.dumps(desk.far_end.messages(desk.far_end.direct(desk.far_end.user(MAYA)))[-2:])
    assert "200 in Nagoya" in told
    assert opened["ts"]


def test_readers_of_two_languages_are_told_how_to_go_on_in_both(desk: Desk) -> None:
    desk.office.change_settings(key_of(desk, HANNAH), {"language": "ja"})
    _, opened = asked_back(desk)
    told = json.dumps(opened, ensure_ascii=False)
    assert "Maya Collinsさんからの質問" in told
    assert "このスレッドでご返信ください" in told
    assert "Reply in this thread" in told


def test_what_is_asked_of_us_by_name_is_no_word_on_the_handoff(desk: Desk) -> None:
    channel, opened = asked_back(desk)
    desk.send(written(desk, HANNAH, channel, "<@UBOT> what about Acme?", thread_ts=opened["ts"]))
    assert "what about Acme" not in say(desk, HANNAH, "list_handoffs")
