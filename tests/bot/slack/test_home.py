"""The home tab, its settings, and the suggestions of the agent view."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text

from bot.dialogue.message import Click, Message
from bot.slack.views import limits
from bot.slack.views.check import check_blocks, find_controls
from tests.bot.slack.conftest import HANNAH, MAYA, STRANGER, TOM, YUKI, Desk
from tests.bot.slack.slack_far_end import TEAM, direct_message, event, interaction

Sent = Callable[[], list[dict[str, Any]]]
_numbers = count(1)


def open_home(desk: Desk, person: str, tab: str = "home") -> None:
    user = desk.far_end.user(person)
    desk.send(event({"type": "app_home_opened", "user": user, "channel": desk.far_end.direct(user), "tab": tab}))


def choose(desk: Desk, person: str, setting: str, value: str) -> None:
    """Choose something in a menu of the settings."""
    action = {"type": "static_select", "action_id": f"setting.{setting}", "selected_option": {"value": value}}
    body = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": desk.far_end.user(person)},
        "trigger_id": f"1.{next(_numbers)}.{setting}",
        "container": {"type": "view"},
        "actions": [{**action, "block_id": f"setting.{setting}", "action_ts": "1.1"}],
    }
    desk.send(interaction(body))


def published(sent: Sent) -> dict[str, Any]:
    view = [post for post in sent() if post["method"] == "views.publish"][-1]["view"]
    return dict(json.loads(view) if isinstance(view, str) else view)


def menu(view: dict[str, Any], setting: str) -> dict[str, Any]:
    return dict(next(block["accessory"] for block in view["blocks"] if block.get("block_id") == f"setting.{setting}"))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("quiet", "20-8"), ("quiet", "none"), ("quiet", "firm"), ("timezone", "Asia/Seoul"), ("pictures", "dark")],
)
def test_home_shows_settings_that_stay_as_chosen(desk: Desk, sent: Sent, setting: str, value: str) -> None:
    choose(desk, MAYA, setting, value)
    open_home(desk, MAYA)
    assert check_blocks(published(sent)["blocks"], most=limits.BLOCKS_A_VIEW) == []
    assert menu(published(sent), setting)["initial_option"]["value"] == value
    choose(desk, MAYA, "timezone", "Asia/Tokyo")


def test_home_offers_nobody_a_setting_that_changes_nothing(desk: Desk, sent: Sent) -> None:
    open_home(desk, HANNAH)
    assert menu(published(sent), "digest_hour")["initial_option"]["value"] == "firm"
    open_home(desk, MAYA)  # a rep gets no digest
    assert not any(block.get("block_id") == "setting.digest_hour" for block in published(sent)["blocks"])


def test_a_zone_on_file_that_nobody_knows_is_told_until_one_is_chosen(desk: Desk, sent: Sent) -> None:
    with desk.office.knowledge.engine.begin() as connection:
        connection.execute(text("UPDATE people SET timezone = 'Mars/Base' WHERE email = :email"), {"email": HANNAH})
    open_home(desk, HANNAH)
    assert "“Mars/Base”, is none that I know. I use Asia/Tokyo" in json.dumps(published(sent), ensure_ascii=False)
    choose(desk, HANNAH, "timezone", "Europe/London")
    assert "Mars/Base" not in json.dumps(published(sent))


@pytest.mark.parametrize("person", [MAYA, HANNAH, TOM])
def test_home_holds_what_slack_takes_in_a_view(desk: Desk, sent: Sent, person: str) -> None:
    open_home(desk, person)
    blocks = published(sent)["blocks"]
    assert check_blocks(blocks, most=limits.BLOCKS_A_VIEW) == []
    assert {block["type"] for block in blocks} <= {"header", "section", "rich_text", "actions", "divider", "context"}
    titles = [block["text"]["text"] for block in blocks if block["type"] == "header"]
    assert titles[-2:] == ["Shared targets of sales and customer success", "Settings"]
    assert ("My customers, by what to do next" in titles) == (person != TOM)


def test_a_checklist_begun_stands_on_the_home_tab_and_can_be_ticked_there(desk: Desk, sent: Sent) -> None:
    user = desk.far_end.user(MAYA)
    key = desk.office.find_colleague(MAYA)
    assert key
    shown = desk.office.conversation.reply_to(Message(key.key, "t", click=Click("show_checklist", {"account_id": 1})))
    first = next(item for item in shown.replies[-1].checklist if item.done is None)
    box = f"{first.topic}/{first.key}"
    begun = Click("tick_checklist", {"account_id": 1, "items": box, "ticked": box})
    desk.office.conversation.reply_to(Message(key.key, "t", click=begun))
    open_home(desk, MAYA)
    view = published(sent)
    assert "Checklists you have begun" in json.dumps(view)
    block, boxes = next(_boxes_with(view, lambda option, boxes: option not in boxes.get("initial_options", ())))
    option = next(option for option in boxes["options"] if option not in boxes.get("initial_options", ()))
    action = {"type": "checkboxes", "action_id": boxes["action_id"], "block_id": block["block_id"]}
    ticked = [*boxes.get("initial_options", ()), option]
    body = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": f"1.{next(_numbers)}.tick",
        "container": {"type": "view"},
        "view": view,
        "actions": [{**action, "selected_options": ticked, "action_ts": "1.1"}],
    }
    desk.send(interaction(body))
    open_home(desk, MAYA)
    now = [boxes for _, boxes in _boxes_with(published(sent), lambda _option, _boxes: True)]
    values = {ticked["value"] for boxes in now for ticked in boxes.get("initial_options", ())}
    assert option["value"] in values


def _boxes_with(
    view: dict[str, Any], wanted: Callable[[Any, Any], bool]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for block in view["blocks"]:
        for control in find_controls(block):
            if control["type"] == "checkboxes" and any(wanted(option, control) for option in control["options"]):
                yield block, control


def test_a_strangers_home_holds_nothing_but_the_refusal(desk: Desk, sent: Sent) -> None:
    open_home(desk, STRANGER)
    assert "I do not know you yet" in json.dumps(published(sent))
    assert len(published(sent)["blocks"]) == 1


def test_the_agent_view_suggests_questions_by_role(desk: Desk, sent: Sent) -> None:
    open_home(desk, MAYA, "messages")
    suggested = [post for post in sent() if post["method"] == "assistant.threads.setSuggestedPrompts"][-1]
    asked = [prompt["message"] for prompt in suggested["prompts"]]
    assert "Who should I call this week?" in asked
    assert len(asked) == 4
    book = [name for _, name in desk.office.suggest_accounts(_key(desk), "")]
    assert sum(any(asked_one == f"What should I offer {name}?" for name in book) for asked_one in asked) == 2


def _key(desk: Desk) -> str:
    colleague = desk.office.find_colleague(MAYA)
    assert colleague
    return colleague.key


def test_where_the_words_tell_no_language_the_chosen_one_answers(desk: Desk, sent: Sent) -> None:
    choose(desk, MAYA, "language", "ja")
    user = desk.far_end.user(MAYA)
    channel = desk.far_end.direct(user)
    thread = desk.far_end.bot.chat_postMessage(channel=channel, text="a talk of its own")["ts"]
    desk.send(event(direct_message(user, channel, "Globex?", thread_ts=thread)))
    in_japanese = sent()[-1]["text"]
    desk.send(event(direct_message(user, channel, "what should I offer Globex?", thread_ts=thread)))
    in_english = sent()[-1]["text"]
    choose(desk, MAYA, "language", "en")
    assert re.search("[ぁ-んァ-ン一-龠]", in_japanese)
    assert not re.search("[ぁ-んァ-ン一-龠]", in_english)


@pytest.mark.parametrize("person", [YUKI, TOM])
def test_the_home_tab_names_no_customer_out_of_sight(desk: Desk, sent: Sent, person: str) -> None:
    query = """SELECT a.name FROM accounts a JOIN people p ON p.id = a.owner_id WHERE p.team = 'International'"""
    with desk.office.knowledge.engine.connect() as connection:
        hidden = list(connection.execute(text(query)).scalars())
    open_home(desk, person)
    shown = json.dumps(published(sent), ensure_ascii=False)
    assert hidden
    assert [name for name in hidden if name in shown] == []


def test_a_tick_on_somebody_elses_customer_changes_nothing(desk: Desk) -> None:
    action = {"type": "checkboxes", "action_id": "tick.0", "block_id": "tick.0:1"}
    option = {"value": "save/reason_found", "text": {"type": "plain_text", "text": "x"}}
    body = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": desk.far_end.user(YUKI)},
        "trigger_id": f"1.{next(_numbers)}.tick",
        "container": {"type": "view"},
        "actions": [{**action, "selected_options": [option], "action_ts": "1.1"}],
    }
    marks = text("SELECT count(*) FROM checklist_marks")
    with desk.office.knowledge.engine.connect() as connection:
        before = connection.execute(marks).scalar()
    desk.send(interaction(body))
    with desk.office.knowledge.engine.connect() as connection:
        assert connection.execute(marks).scalar() == before


def test_no_link_is_unfurled(desk: Desk, sent: Sent) -> None:
    user = desk.far_end.user(MAYA)
    desk.send(event(direct_message(user, desk.far_end.direct(user), "help")))
    posted = [post for post in sent() if post["method"] == "chat.postMessage"]
    assert posted
    assert all(post["unfurl_links"] is False and post["unfurl_media"] is False for post in posted)
