"""Each surface but the direct message: from Slack's payload to what a person sees."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from bot.dialogue.message import Click, Message
from bot.slack.manifest import GLOBAL_SHORTCUT, MESSAGE_SHORTCUT, STEP
from tests.bot.slack.conftest import HANNAH, MAYA, YUKI, Desk
from tests.bot.slack.slack_far_end import TEAM, direct_message, event, form, interaction

Sent = Callable[[], list[dict[str, Any]]]
_numbers = count(1)


def trigger(desk: Desk) -> str:
    """A trigger id as Slack gives with each click; it lives three seconds."""
    return str(desk.far_end.admin.api_call("views.generateTriggerId")["trigger_id"])


def command(desk: Desk, name: str, text: str, *, user: str, channel: str) -> Any:
    fields = {"command": name, "text": text, "user_id": user, "channel_id": channel}
    return form({**fields, "team_id": TEAM, "trigger_id": trigger(desk), "response_url": "http://127.0.0.1/none"})


def click(desk: Desk, user: str, channel: str, action: dict[str, Any], message: dict[str, Any]) -> Any:
    return interaction(
        {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user},
            "api_app_id": "A1",
            "trigger_id": trigger(desk),
            "channel": {"id": channel},
            "container": {"type": "message", "channel_id": channel, "message_ts": message.get("ts")},
            "message": message,
            "actions": [{"action_ts": str(time.time()), **action}],
        }
    )


def find_button(message: dict[str, Any], label: str) -> dict[str, Any]:
    """The button of this label, as it stands in a message."""
    for block in message["blocks"]:
        for element in block.get("elements", ()):
            if element.get("type") == "button" and element["text"]["text"] == label:
                return {"block_id": block.get("block_id", "b"), **element}
    raise AssertionError(f"no button {label!r}")


def find_choice(message: dict[str, Any], label: str) -> dict[str, Any]:
    """The same, also where it stands in the menu beside a line."""
    for block in message["blocks"]:
        menu = block.get("accessory") or {}
        for option in menu.get("options", ()):
            if option["text"]["text"] == label:
                return {"block_id": block["block_id"], **menu, "selected_option": option}
    return find_button(message, label)


def ask(desk: Desk, person: str, text: str) -> tuple[str, str, dict[str, Any]]:
    """Ask in a direct message: user, channel, the newest answer."""
    user = desk.far_end.user(person)
    channel = desk.far_end.direct(user)
    desk.send(event(direct_message(user, channel, text)))
    return user, channel, desk.far_end.messages(channel)[-1]


def test_a_mention_in_a_channel_is_answered_to_the_asker_alone(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("general-sales")
    before = openly(desk, channel)  # other tests speak there
    desk.send(event({"type": "app_mention", "user": user, "channel": channel, "text": "<@UBOT> what about Acme?"}))
    (posted,) = [post for post in sent() if post["method"].startswith("chat.")]
    assert posted["method"] == "chat.postEphemeral"
    assert posted["user"] == user
    assert openly(desk, channel) == before
    find_button({"blocks": posted["blocks"]}, "Share here")


def test_sharing_checks_again_and_then_tells_the_channel(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("sharing")
    before = len(openly(desk, channel))  # others share here, too
    said = {"type": "app_mention", "user": user, "channel": channel, "text": "<@UBOT> what should I offer Acme?"}
    desk.send(event(said))
    button = find_button({"blocks": sent()[-1]["blocks"]}, "Share here")
    other = desk.far_end.user(YUKI)
    desk.send(click(desk, other, channel, button, {}))
    assert len(openly(desk, channel)) == before
    desk.send(click(desk, user, channel, button, {}))
    assert len(openly(desk, channel)) == before + 1


def test_the_offer_command_asks_what_to_offer(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("general-sales")
    desk.send(command(desk, "/offer", "Acme", user=user, channel=channel))
    assert sent()[-1]["text"].startswith("Offer Acme Corporation")
    desk.send(command(desk, "/osusume", "help", user=user, channel=channel))
    assert "Ask in your own words" in sent()[-1]["text"]


def test_a_button_says_what_it_stands_for(desk: Desk) -> None:
    user, channel, answer = ask(desk, MAYA, "what should I offer Acme?")
    desk.send(click(desk, user, channel, find_button(answer, "Three tiers"), answer))
    assert desk.far_end.messages(channel)[-1]["blocks"][0]["text"]["text"].startswith("Three")


def test_draft_an_email_drafts_an_email(desk: Desk) -> None:
    user, channel, answer = ask(desk, MAYA, "what should I offer Acme?")
    desk.send(click(desk, user, channel, find_button(answer, "Draft an e-mail"), answer))
    assert "Subject" in json.dumps(desk.far_end.messages(channel)[-1]["blocks"])


@pytest.mark.parametrize("intent", ["os", "../secrets", "recommend_offer.answer", "__main__", ""])
def test_a_button_that_stands_for_no_question_of_ours_does_nothing(desk: Desk, intent: str) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.direct(desk.far_end.user(MAYA))
    value = json.dumps({"intent": intent, "slots": {"account_id": 1}})
    before = len(desk.far_end.messages(channel))
    desk.send(
        click(desk, user, channel, {"type": "button", "action_id": "choice.0", "block_id": "b", "value": value}, {})
    )
    (told,) = desk.far_end.messages(channel)[before:]
    assert "SFA" not in json.dumps(told)


def test_a_handoff_accepted_stands_in_the_place_of_its_buttons(desk: Desk) -> None:
    hannah = desk.office.find_colleague(HANNAH)
    assert hannah
    slots = {"account_id": 1, "account": "Acme Corporation", "need": "SSO for everybody"}
    desk.office.conversation.reply_to(Message(hannah.key, "t", click=Click("hand_off_account", slots)))
    user, channel = desk.far_end.user(MAYA), desk.far_end.direct(desk.far_end.user(MAYA))
    value = json.dumps({"intent": "list_handoffs", "slots": {"account_id": 1, "account": "Acme Corporation"}})
    show = {"type": "button", "action_id": "choice.0", "block_id": "b", "value": value}
    desk.send(click(desk, user, channel, show, {}))
    card = desk.far_end.messages(channel)[-1]
    count = len(desk.far_end.messages(channel))
    desk.send(click(desk, user, channel, find_choice(card, "Accept"), card))
    told = desk.far_end.messages(channel)
    assert len(told) == count
    now = next(message for message in told if message["ts"] == card["ts"])
    assert "has accepted" in json.dumps(now)
    with pytest.raises(AssertionError, match="no button 'Accept'"):
        find_choice(now, "Accept")


def test_a_form_is_opened_filled_in_and_answered(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.direct(desk.far_end.user(MAYA))
    action = {"type": "button", "action_id": "choice.0", "block_id": "b"}
    value = json.dumps({"intent": "record_need", "slots": {"account_id": 1, "account": "Acme Corporation"}})
    desk.send(click(desk, user, channel, {**action, "value": value}, {}))
    opened = next(post for post in sent() if post["method"] == "views.open")
    view = json.loads(opened["view"]) if isinstance(opened["view"], str) else opened["view"]
    assert view["title"]["text"] == "Note a need"
    answer = send_form(desk, user, view, {"need": "They want SSO for 200 people"})
    assert answer.status == 200
    assert "SSO for 200 people" in json.dumps(desk.far_end.messages(channel)[-1], ensure_ascii=False)


def test_whom_to_leave_alone_is_told_and_opened_by_its_number(desk: Desk) -> None:
    _, _, told = ask(desk, MAYA, "who should I leave alone this week?")
    assert told["text"].startswith("Maya Collins: Leave ")
    assert "1. " in json.dumps(told["blocks"])
    _, _, first = ask(desk, MAYA, "why 1?")
    assert first["text"].startswith("Offer ")
    assert "nothing" in first["text"]
    assert "What would change that" in json.dumps(first["blocks"])


def test_too_early_typed_under_an_offer_is_logged_with_it(desk: Desk) -> None:
    ask(desk, MAYA, "what should I offer Acme?")
    _, _, which = ask(desk, MAYA, "too early, ask again in December")
    assert which["text"].startswith("Which product was it about with Acme Corporation?")
    _, _, noted = ask(desk, MAYA, "Marketing Automation Standard")
    assert "is too early for Acme Corporation" in noted["text"]
    assert "1 Dec 2026" in json.dumps(noted)
    _, _, undone = ask(desk, MAYA, "undo")
    assert "Acme Corporation" in json.dumps(undone)


def test_a_won_deal_told_in_a_form_is_kept_once_and_its_questions_are_answered_in_words(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.direct(desk.far_end.user(MAYA))
    slots = {"account_id": 1, "account": "Acme Corporation"}
    action = {"type": "button", "action_id": "choice.0", "block_id": "b"}
    value = json.dumps({"intent": "log_outcome", "slots": slots})
    desk.send(click(desk, user, channel, {**action, "value": value}, {}))
    view = next(post for post in sent() if post["method"] == "views.open")["view"]
    view = json.loads(view) if isinstance(view, str) else view
    filled = {"outcome": "won", "product": "Marketing Automation Standard"}
    assert not send_form(desk, user, view, filled).body, "no field is wrong"
    assert "what kind of customer" in json.dumps(desk.far_end.messages(channel)[-1])
    _, _, second = ask(desk, MAYA, "a maker of sensors")
    assert "what troubled them most" in json.dumps(second)
    _, _, undone = ask(desk, MAYA, "undo")
    assert "won deal" in json.dumps(undone)


def test_an_error_in_a_form_stands_at_its_field(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.direct(desk.far_end.user(MAYA))
    value = json.dumps({"intent": "hold_account", "slots": {"account_id": 1, "account": "Acme Corporation"}})
    action = {"type": "button", "action_id": "choice.0", "block_id": "b", "value": value}
    desk.send(click(desk, user, channel, action, {}))
    view = next(post for post in sent() if post["method"] == "views.open")["view"]
    view = json.loads(view) if isinstance(view, str) else view
    answer = send_form(desk, user, view, {"reason": "unhappy", "until": "2020-01-01"})
    assert set(json.loads(answer.body)["errors"]) == {"until"}


def test_handing_off_from_a_message_fills_in_its_words(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("general-sales")
    desk.send(
        interaction(
            {
                "type": "message_action",
                "callback_id": MESSAGE_SHORTCUT,
                "team": {"id": TEAM},
                "user": {"id": user},
                "channel": {"id": channel},
                "message": {"type": "message", "text": "Globex asks for payroll", "ts": "1.2"},
                "trigger_id": trigger(desk),
            }
        )
    )
    view = sent()[-1]["view"]
    assert "Globex asks for payroll" in (view if isinstance(view, str) else json.dumps(view))


def test_handoff_command_and_global_shortcut_open_forms(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(MAYA), desk.far_end.channel("general-sales")
    desk.send(command(desk, "/handoff", "Acme", user=user, channel=channel))
    body = {"type": "shortcut", "callback_id": GLOBAL_SHORTCUT, "team": {"id": TEAM}, "user": {"id": user}}
    desk.send(interaction({**body, "trigger_id": trigger(desk)}))
    opened = [post for post in sent() if post["method"] == "views.open"]
    assert len(opened) == 2


def test_ticked_boxes_stay_ticked(desk: Desk) -> None:
    user, channel, _ = ask(desk, MAYA, "what should I offer Acme?")
    _, _, answer = ask(desk, MAYA, "show me the checklist")
    block = next(block for block in answer["blocks"] if block.get("block_id", "").startswith("tick."))
    boxes = block["elements"][0] if "elements" in block else block["accessory"]
    box = next(option for option in boxes["options"] if option not in boxes.get("initial_options", ()))
    ticked = [*boxes.get("initial_options", ()), box]
    action = {"type": "checkboxes", "action_id": boxes["action_id"], "block_id": block["block_id"]}
    desk.send(click(desk, user, channel, {**action, "selected_options": ticked}, answer))
    _, _, again = ask(desk, MAYA, "show me the checklist for Acme")
    block = next(same for same in again["blocks"] if same.get("block_id") == block["block_id"])
    boxes = block["elements"][0] if "elements" in block else block["accessory"]
    assert box["value"] in {option["value"] for option in boxes["initial_options"]}


def test_a_workflow_step_sends_the_answer_to_the_person_it_names(desk: Desk, sent: Sent) -> None:
    user = desk.far_end.user(MAYA)
    inner = {
        "type": "function_executed",
        "function": {"callback_id": STEP},
        "function_execution_id": "Fx1",
        "workflow_execution_id": "Wx1",
        "inputs": {"question": "what should I offer Acme?", "user_id": user},
        "bot_access_token": "xoxb-osusume-tests",
    }
    desk.send(event(inner))
    assert desk.far_end.messages(desk.far_end.direct(user))[-1]["text"].startswith("Offer Acme Corporation")
    assert sent()[-1]["method"] == "functions.completeSuccess"


def send_form(desk: Desk, user: str, view: dict[str, Any], filled: dict[str, str]) -> Any:
    """Fill in a modal and send it."""
    kinds = {"datepicker": "selected_date", "plain_text_input": "value"}
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, slot = block["element"], block["block_id"]
            given = {kinds.get(element["type"], "value"): filled.get(slot)}
            if element["type"] == "static_select":
                named = [option for option in element["options"] if option["value"] == filled.get(slot)]
                given = {"selected_option": named[0] if named else element.get("initial_option")}
            if element["type"] == "external_select" and filled.get(slot):
                given = {"selected_option": {"value": filled[slot]}}
            values[slot] = {element["action_id"]: {"type": element["type"], **given}}
    sent = {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": trigger(desk),
        "view": {**view, "id": f"V{next(_numbers)}", "hash": "h", "state": {"values": values}},
    }
    return desk.send(interaction(sent))


def openly(desk: Desk, channel: str) -> list[dict[str, Any]]:
    """What a channel's members read about Acme."""
    return [message for message in desk.far_end.messages(channel) if "Acme Corporation" in json.dumps(message)]
