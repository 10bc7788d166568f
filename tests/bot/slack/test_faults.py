"""Whatever fails at whichever call to Slack, wherever we cannot write: one answer for each person, none twice."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.slack.allowance import Allowance
from bot.slack.manifest import GLOBAL_SHORTCUT, MESSAGE_SHORTCUT
from tests.bot.slack.conftest import MAYA, STRANGER, TOM, YUKI, Desk
from tests.bot.slack.faulty_line import BROKEN, BUSY, DOWN, LOST, Fault, FaultyLine, run_faulty_line
from tests.bot.slack.slack_far_end import TEAM, direct_message, event, form, interaction
from tests.bot.slack.test_surfaces import find_button, trigger

CLOSED = ["channel_not_found", "not_in_channel", "is_archived", "user_not_in_channel"]
SHOWN = ("chat.postMessage", "chat.postEphemeral")


@pytest.fixture
def line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyLine]:
    """Our calls to Slack go over a line that fails as told."""
    with run_faulty_line(desk.far_end.url) as line:
        monkeypatch.setattr(desk.answering.clients.of(TEAM), "base_url", line.url)
        yield line
        desk.settle()


@pytest.fixture(autouse=True)
def nothing_remembered(desk: Desk) -> None:
    """Each test asks Slack anew who people are."""
    for person in (MAYA, YUKI, STRANGER):
        desk.answering.colleagues.forget(TEAM, desk.far_end.user(person))
    desk.answering._directs.clear()


def command(desk: Desk, line: FaultyLine, name: str, text: str, *, person: str, channel: str) -> Any:
    fields = {"command": name, "text": text, "user_id": desk.far_end.user(person), "channel_id": channel}
    return form({**fields, "team_id": TEAM, "trigger_id": f"T{time.time_ns()}", "response_url": line.response_url})


def own(desk: Desk, person: str) -> str:
    return desk.far_end.direct(desk.far_end.user(person))


def words(posts: list[dict[str, Any]]) -> list[str]:
    return [str(post["text"]) for post in posts]


@pytest.mark.parametrize("reason", CLOSED)
@pytest.mark.parametrize(("name", "text", "starts"), [("/offer", "Acme", "Offer Acme"), ("/osusume", "help", "Ask in")])
def test_a_command_where_we_are_not_is_answered_there_for_the_asker_alone(
    desk: Desk, line: FaultyLine, reason: str, name: str, text: str, starts: str
) -> None:
    line.faults["chat.postEphemeral"] = [Fault(reason)] * 9
    before = len(desk.far_end.messages(own(desk, MAYA)))
    desk.send(command(desk, line, name, text, person=MAYA, channel=desk.far_end.channel("partners")))
    (told,) = line.responded
    assert told["response_type"] == "ephemeral"
    assert told["text"].startswith(starts)
    assert len(desk.far_end.messages(own(desk, MAYA))) == before, "never both"


def test_where_even_that_address_is_dead_the_answer_comes_as_a_direct_message(desk: Desk, line: FaultyLine) -> None:
    line.faults["chat.postEphemeral"], line.responds = [Fault("channel_not_found")] * 9, 404
    before = len(desk.far_end.messages(own(desk, MAYA)))
    desk.send(command(desk, line, "/offer", "Acme", person=MAYA, channel="CPRIVATE"))
    told = desk.far_end.messages(own(desk, MAYA))[before:]
    assert [message["text"].startswith("Offer Acme") for message in told] == [True]


@pytest.mark.parametrize("person", [MAYA, STRANGER])
def test_in_a_direct_message_of_two_others_the_asker_alone_is_answered(
    desk: Desk, line: FaultyLine, person: str
) -> None:
    line.told["chat.postEphemeral"] = lambda _said: {"ok": False, "error": "channel_not_found"}
    desk.send(command(desk, line, "/offer", "Acme", person=person, channel="D0OTHERS"))
    (told,) = line.responded
    assert told["text"].startswith("Offer Acme" if person == MAYA else "I am sorry, I do not know you yet")
    assert not [said for said in line.said("chat.postMessage") if said["channel"] == "D0OTHERS"]


@pytest.mark.parametrize("kind", ["command", "message_action", "shortcut"])
def test_a_form_that_slack_does_not_open_is_told_and_opened_by_a_button(
    desk: Desk, line: FaultyLine, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("general-sales")
    body: dict[str, Any] = {"team": {"id": TEAM}, "user": {"id": user}, "trigger_id": trigger(desk)}
    message = {"type": "message", "text": "Globex asks for payroll", "ts": "1.2"}
    request = {
        "command": lambda: command(desk, line, "/handoff", "Acme", person=MAYA, channel=channel),
        "shortcut": lambda: interaction({**body, "type": "shortcut", "callback_id": GLOBAL_SHORTCUT}),
        "message_action": lambda: interaction(
            {**body, "type": kind, "callback_id": MESSAGE_SHORTCUT, "channel": {"id": channel}, "message": message}
        ),
    }[kind]()
    line.faults["views.open"] = [Fault("expired_trigger_id")]
    with caplog.at_level(logging.WARNING):
        desk.send(request)
    assert "expired_trigger_id" in caplog.text
    (told,) = line.said(*SHOWN)
    assert "form could not be opened" in told["text"]
    find_button({"blocks": told["blocks"]}, "Open the form again")


FAULTS = [
    ("users.info", BUSY),
    ("users.info", DOWN),
    ("conversations.open", BROKEN),
    ("chat.postMessage", BUSY),
    ("chat.postMessage", DOWN),
    ("chat.postMessage", BROKEN),
    ("chat.postMessage", LOST),
]


@pytest.mark.parametrize(("method", "fault"), FAULTS)
def test_a_question_has_one_answer_though_slack_failed_once(
    desk: Desk, line: FaultyLine, method: str, fault: Fault
) -> None:
    line.faults[method] = [fault, fault] if fault in {BROKEN, DOWN} else [fault]
    before = len(desk.far_end.messages(own(desk, MAYA)))
    desk.send(event(direct_message(desk.far_end.user(MAYA), own(desk, MAYA), "help")))
    told = desk.far_end.messages(own(desk, MAYA))[before:]
    assert [message["text"].startswith("Ask in your own words") for message in told] == [True]
    assert not line.faults[method]


@pytest.mark.parametrize("method", ["conversations.info", "users.list", "chat.postEphemeral"])
@pytest.mark.parametrize("fault", [BUSY, DOWN])
def test_a_question_in_a_channel_has_one_answer_for_the_asker_though_slack_failed_once(
    desk: Desk, line: FaultyLine, method: str, fault: Fault
) -> None:
    line.faults[method] = [fault]
    said = {"type": "app_mention", "text": "<@UBOT> what should I offer Acme?"}
    channel = desk.far_end.channel("general-sales")
    desk.send(event({**said, "user": desk.far_end.user(MAYA), "channel": channel}))
    taken = line.said("chat.postEphemeral")
    assert len(taken) == (2 if method == "chat.postEphemeral" else 1)
    assert {one["user"] for one in taken} == {desk.far_end.user(MAYA)}
    assert not line.said("chat.postMessage")


@pytest.mark.parametrize("reason", ["invalid_blocks", "msg_blocks_too_long", "msg_too_long"])
def test_what_slack_refuses_to_draw_is_told_in_words_and_nothing_is_cut(
    desk: Desk, line: FaultyLine, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    line.told["chat.postMessage"] = lambda said: {"ok": False, "error": reason} if said["blocks"] else None
    before = len(desk.far_end.messages(own(desk, MAYA)))
    with caplog.at_level(logging.ERROR):
        desk.send(event(direct_message(desk.far_end.user(MAYA), own(desk, MAYA), "what should I offer Acme?")))
    told = "\n".join(words(desk.far_end.messages(own(desk, MAYA))[before:]))
    assert "Offer Acme Corporation" in told
    assert "Marketing Automation" in told
    assert "went wrong" not in told
    assert "plain text" in caplog.text


def test_a_token_that_was_revoked_ends_in_the_log_and_is_not_tried_for_ever(
    desk: Desk, line: FaultyLine, caplog: pytest.LogCaptureFixture
) -> None:
    line.told["chat.postMessage"] = lambda _said: {"ok": False, "error": "token_revoked"}
    desk.send(event(direct_message(desk.far_end.user(MAYA), own(desk, MAYA), "help")))
    assert len(line.said("chat.postMessage")) == 2, "the answer, and the line that it failed"
    assert "incident" in caplog.text


def test_one_person_whom_slack_keeps_waiting_holds_up_nobody(desk: Desk, line: FaultyLine) -> None:
    slow, user = own(desk, YUKI), desk.far_end.user(YUKI)

    def busy(said: dict[str, Any]) -> dict[str, Any] | None:
        return {"ok": False, "error": "fatal_error"} if said["channel"] == slow and not over else None

    over: list[bool] = []
    line.told["chat.postMessage"] = busy
    before = len(desk.far_end.messages(own(desk, MAYA)))
    for text in ("help", "hello", "help"):
        desk.app.dispatch(event(direct_message(user, slow, text)))
    desk.send(event(direct_message(desk.far_end.user(MAYA), own(desk, MAYA), "help")))
    over.append(True)
    assert len(desk.far_end.messages(own(desk, MAYA))) == before + 1


def test_what_one_person_asks_at_once_is_answered_in_order(desk: Desk, line: FaultyLine) -> None:
    user, channel = desk.far_end.user(MAYA), own(desk, MAYA)
    asked = ["what should I offer Acme?", "how satisfied are they?", "and Globex?", "help"]
    line.faults["chat.postMessage"] = [DOWN]  # the first one has to come a second time
    before = len(desk.far_end.messages(channel))
    for text in asked:
        desk.app.dispatch(event(direct_message(user, channel, text)))
    desk.settle()
    told = words(desk.far_end.messages(channel)[before:])
    assert len(told) == len(asked)
    assert told[0].startswith("Offer Acme")
    assert "Acme" in told[1]
    assert "Globex" in told[2]
    assert told[3].startswith("Ask in your own words")


def test_sixty_messages_of_a_stranger_are_one_notice_and_one_friendly_line(
    desk: Desk, line: FaultyLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.answering.allowance, "most", 5)
    monkeypatch.setattr(desk.answering.allowance, "_asked", {})
    user, channel, ops = desk.far_end.user(STRANGER), own(desk, STRANGER), own(desk, TOM)
    before = {place: len(desk.far_end.messages(place)) for place in (channel, ops)}
    for _ in range(60):
        desk.app.dispatch(event(direct_message(user, channel, "what should I offer Acme?")))
    desk.settle()
    told = words(desk.far_end.messages(channel)[before[channel] :])
    assert sum(text.startswith("I am sorry, I do not know you yet") for text in told) == 5
    assert sum("more than I can answer in a minute" in text for text in told) == 1
    assert len(told) == 6
    assert len(desk.far_end.messages(ops)) <= before[ops] + 1


def test_an_allowance_is_a_persons_own_and_comes_back() -> None:
    clock = [0.0]
    allowance = Allowance(most=2, now=lambda: clock[0])
    assert [allowance.admits("a"), allowance.admits("a"), allowance.admits("a"), allowance.admits("b")] == [
        True,
        True,
        False,
        True,
    ]
    assert [allowance.is_first_refusal("a"), allowance.is_first_refusal("a")] == [True, False]
    clock[0] += 61
    assert allowance.admits("a")
    assert allowance.is_first_refusal("a")


def test_why_under_an_answer_that_only_the_asker_sees_explains_it(desk: Desk, line: FaultyLine) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("general-sales")
    said = {"type": "app_mention", "user": user, "channel": channel, "text": "<@UBOT> what should I offer Acme?"}
    desk.send(event({**said, "ts": f"{int(time.time())}.000777"}))
    answer = {"blocks": line.said("chat.postEphemeral")[0]["blocks"]}
    desk.send(
        interaction(
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": user},
                "trigger_id": trigger(desk),
                "channel": {"id": channel},
                "container": {"type": "message", "channel_id": channel, "is_ephemeral": True, "message_ts": "1.1"},
                "actions": [{"action_ts": "1.1", **find_button(answer, "Why?")}],
            }
        )
    )
    told = words(line.said("chat.postEphemeral")[1:])
    assert told
    assert "no answer yet" not in "".join(told)


def test_an_answer_for_the_asker_alone_is_whole(desk: Desk, line: FaultyLine) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("general-sales")
    desk.send(
        event({"type": "app_mention", "user": user, "channel": channel, "text": "<@UBOT> show me three tiers for Acme"})
    )
    told = json.dumps([said["blocks"] for said in line.said("chat.postEphemeral")], ensure_ascii=False)
    assert told.count("+ ") >= 3, "what each tier gives"


@pytest.mark.parametrize(("text", "is_japanese"), [("さくら商事", True), ("Acme", False)])
def test_an_offer_is_asked_in_the_language_of_the_name(
    desk: Desk, line: FaultyLine, text: str, is_japanese: bool
) -> None:
    desk.send(command(desk, line, "/offer", text, person=YUKI if is_japanese else MAYA, channel="CANY"))
    told = words([*line.said(*SHOWN), *line.responded])
    assert any("ご提案" in one or "提案" in one for one in told) == is_japanese


@pytest.mark.parametrize(("name", "text"), [("/offer", "help"), ("/offer", ""), ("/osusume", "help")])
def test_help_by_command_is_for_the_asker_alone(desk: Desk, line: FaultyLine, name: str, text: str) -> None:
    channel = desk.far_end.channel("general-sales")
    desk.send(command(desk, line, "/offer", "Acme", person=MAYA, channel=channel))
    desk.send(command(desk, line, name, text, person=MAYA, channel=channel))
    assert not line.said("chat.postMessage")
    assert line.said("chat.postEphemeral")[-1]["text"].startswith("Ask in your own words")


def test_who_shared_an_answer_stands_under_it(desk: Desk, line: FaultyLine) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("sharing")
    said = {"type": "app_mention", "user": user, "channel": channel, "text": "<@UBOT> what should I offer Acme?"}
    desk.send(event(said))
    button = find_button({"blocks": line.said("chat.postEphemeral")[0]["blocks"]}, "Share here")
    body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": user}, "trigger_id": trigger(desk)}
    place = {"channel": {"id": channel}, "container": {"type": "message", "channel_id": channel}}
    desk.send(interaction({**body, **place, "actions": [{"action_ts": "1.1", **button}]}))
    assert "Shared by Maya Collins" in json.dumps(line.said("chat.postMessage")[-1]["blocks"])


def test_a_part_of_an_answer_for_the_asker_alone_opens_for_them_alone(desk: Desk, line: FaultyLine) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("general-sales")
    desk.send(command(desk, line, "/offer", "Acme", person=MAYA, channel=channel))
    button = find_button({"blocks": line.said("chat.postEphemeral")[0]["blocks"]}, "What we know")
    body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": user}, "trigger_id": trigger(desk)}
    place = {"type": "message", "channel_id": channel, "is_ephemeral": True, "message_ts": "1.1"}
    action = {"actions": [{"action_ts": "1.1", **button}], "response_url": line.response_url}
    desk.send(interaction({**body, "channel": {"id": channel}, "container": place, **action}))
    (opened,) = line.responded
    assert opened["replace_original"] is True
    assert "Usage of SFA Standard" in json.dumps(opened["blocks"])
    assert not line.said("chat.postMessage")
