"""Forms: errors stand at their field in the user's language, and what was filled in is done once it is right."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from bot.slack.inbound_event import Heard
from bot.slack.manifest import MESSAGE_SHORTCUT
from bot.slack.views.check import find_controls
from tests.bot.slack.conftest import HANNAH, MAYA, TOM, YUKI, Desk
from tests.bot.slack.slack_far_end import TEAM, interaction
from tests.bot.slack.test_surfaces import click, trigger

Sent = Callable[[], list[dict[str, Any]]]
PAST, NEXT_YEAR = "2020-01-01", "2027-01-15"


def open_form(desk: Desk, sent: Sent, person: str, intent: str, **slots: str | int) -> tuple[str, dict[str, Any]]:
    """Press the button of an intent on Acme: the person's id and the modal that opens."""
    user = desk.far_end.user(person)
    value = json.dumps({"intent": intent, "slots": {"account_id": 1, "account": "Acme Corporation", **slots}})
    action = {"type": "button", "action_id": "choice.0", "block_id": "b", "value": value}
    desk.send(click(desk, user, desk.far_end.direct(user), action, {}))
    view = [post for post in sent() if post["method"] == "views.open"][-1]["view"]
    return user, json.loads(view) if isinstance(view, str) else view


def send(desk: Desk, user: str, view: dict[str, Any], number: str, **filled: str | int) -> dict[str, str]:
    """Send the modal; the errors by field."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, given = block["element"], filled.get(block["block_id"])
            control: dict[str, Any] = {"type": element["type"]}
            match element["type"]:
                case "datepicker":
                    control["selected_date"] = given
                case "datetimepicker":
                    control["selected_date_time"] = given
                case "static_select":
                    options = {option["value"]: option for option in element["options"]}
                    control["selected_option"] = options.get(str(given), element.get("initial_option"))
                case "external_select":
                    control["selected_option"] = {"value": given} if given else None
                case _:
                    control["value"] = given if given is not None else element.get("initial_value")
            values[block["block_id"]] = {element["action_id"]: control}
    body = {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": trigger(desk),
        "view": {**view, "id": f"VF{number}", "hash": "h", "state": {"values": values}},
    }
    answer = desk.send(interaction(body))
    return dict(json.loads(answer.body).get("errors", {})) if answer.body else {}


def newest(desk: Desk, user: str) -> str:
    return json.dumps(desk.far_end.messages(desk.far_end.direct(user))[-1:], ensure_ascii=False)


@pytest.mark.parametrize(
    ("intent", "filled", "field"),
    [
        ("hold_account", {"reason": "unhappy", "until": PAST}, "until"),
        ("set_reminder", {"remind_at": 1_577_836_800}, "remind_at"),
        ("record_need", {"need": "   "}, "need"),
        ("record_need", {"need": "SSO for all", "product": "No Such Product 9000"}, "product"),
        ("hand_off_account", {"need": " "}, "need"),
        ("hand_off_account", {"need": "SSO", "toward": "sales", "product": "No Such Product 9000"}, "product"),
        ("log_outcome", {"outcome": "won", "product": "No Such Product 9000"}, "product"),
        ("log_outcome", {"outcome": "won", "product": "SFA Standard", "amount": "a lot"}, "amount"),
        ("log_outcome", {"outcome": "later", "product": "SFA Standard", "until": PAST}, "until"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_wrong_is_told_at_its_field_in_the_users_language(
    desk: Desk, sent: Sent, intent: str, filled: dict[str, str | int], field: str, language: str
) -> None:
    desk.office.change_settings(_key(desk, MAYA), {"language": language})
    user, view = open_form(desk, sent, MAYA, intent)
    before = newest(desk, user)
    errors = send(desk, user, view, f"{intent}{field}{language}", **filled)
    desk.office.change_settings(_key(desk, MAYA), {"language": "en"})
    assert set(errors) == {field}
    assert any("ぁ" <= sign <= "ん" for sign in errors[field]) == (language == "ja")
    assert newest(desk, user) == before, "nothing was done"


def test_an_outcome_keeps_its_amount(desk: Desk, sent: Sent) -> None:
    user, view = open_form(desk, sent, MAYA, "log_outcome")
    assert send(desk, user, view, "won", outcome="won", product="SFA Standard", amount="１２０万円") == {}
    assert "¥1,200,000" in newest(desk, user)
    with desk.office.knowledge.engine.connect() as connection:
        kept = connection.execute(text("SELECT amount_minor FROM proposals ORDER BY id DESC LIMIT 1")).scalar()
    assert kept == 1_200_000


def test_a_handoff_from_a_message_leads_back_to_it(desk: Desk, sent: Sent) -> None:
    user, channel = desk.far_end.user(HANNAH), desk.far_end.channel("general-sales")
    body = {
        "type": "message_action",
        "callback_id": MESSAGE_SHORTCUT,
        "team": {"id": TEAM, "domain": "example-firm"},
        "user": {"id": user},
        "channel": {"id": channel},
        "message": {
            "type": "message",
            "text": "They ask for <https://evil.example|payroll>",
            "ts": "1700000000.000200",
        },
        "trigger_id": trigger(desk),
    }
    desk.send(interaction(body))
    view = sent()[-1]["view"]
    view = json.loads(view) if isinstance(view, str) else view
    begun = {block["block_id"]: block["element"].get("initial_value") for block in view["blocks"] if "element" in block}
    assert begun["need"] == "They ask for payroll"
    assert begun["link"] == f"https://example-firm.slack.com/archives/{channel}/p1700000000000200"
    assert {"urgency", "contact", "avoid", "product"} <= set(begun)


@pytest.mark.parametrize("person", [YUKI, TOM])
@pytest.mark.parametrize("intent", ["hand_off_account", "log_outcome", "record_need", "hold_account"])
def test_a_form_on_a_customer_out_of_sight_says_the_same_as_on_one_that_never_was(
    desk: Desk, sent: Sent, person: str, intent: str
) -> None:
    filled = {"need": "SSO", "reason": "unhappy", "until": NEXT_YEAR, "outcome": "won", "product": "SFA Standard"}
    told = []
    for place, account in enumerate((_hidden(desk), 987_654_321)):
        user, view = open_form(desk, sent, person, intent, account_id=account, account="X")
        errors = send(desk, user, view, f"{intent}{person}{place}", **filled)
        told.append({field: error.replace(str(account), "#") for field, error in errors.items()})
    assert told[0] == told[1]
    assert told[0], "nothing is done to a customer whom one may not see"


def _hidden(desk: Desk) -> int:
    query = (
        "SELECT a.id FROM accounts a JOIN people p ON p.id = a.owner_id WHERE p.team = 'International' AND a.id != 1"
    )
    with desk.office.knowledge.engine.connect() as connection:
        return int(connection.execute(text(f"{query} AND NOT a.is_test ORDER BY a.id DESC LIMIT 1")).scalar() or 0)


def _key(desk: Desk, email: str) -> str:
    colleague = desk.office.find_colleague(email)
    assert colleague
    return colleague.key


def test_a_need_too_long_for_a_button_is_still_there_when_it_is_pressed(desk: Desk) -> None:
    need = "They need payroll for 200 people in two countries. " * 60
    user, channel = desk.far_end.user(MAYA), desk.far_end.direct(desk.far_end.user(MAYA))
    slots = {"account_id": 1, "account": "Acme Corporation", "need": need, "product": "No Such Product 9000"}
    heard = Heard("long-need", TEAM, user, channel, intent="record_need", slots=slots)
    desk.answering.take(heard)
    desk.settle()
    asked = desk.far_end.messages(channel)[-1]
    button = next(one for one in find_controls(asked["blocks"]) if one["type"] == "button")
    assert len(button["value"]) <= 2_000
    desk.send(click(desk, user, channel, {"block_id": "b", **button}, asked))
    with desk.office.knowledge.engine.connect() as connection:
        kept = connection.execute(text("SELECT text FROM needs ORDER BY id DESC LIMIT 1")).scalar()
    assert str(kept).strip() == need.strip()
