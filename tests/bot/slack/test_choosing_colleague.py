"""Choosing a colleague in a form: options come from the store, and who cannot have it is told at the field."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import text

from tests.bot.slack.conftest import HANNAH, MAYA, STRANGER, Desk
from tests.bot.slack.slack_far_end import TEAM, interaction
from tests.bot.slack.test_discussions import key_of, say
from tests.bot.slack.test_forms import Sent, newest, open_form, send
from tests.bot.slack.test_surfaces import trigger

DANIEL, PRIYA, KENJI = "demo:daniel.osei", "demo:priya.nair", "demo:kenji.aoyama"


def options(desk: Desk, user: str, view: dict[str, Any], slot: str, typed: str = "", **chosen: str) -> list[str]:
    """What Slack is given to show under a field, as it is typed in."""
    values = {
        slot: {f"field.{slot}": {"type": "static_select", "selected_option": {"value": value}}}
        for slot, value in chosen.items()
    }
    body = {
        "type": "block_suggestion",
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": trigger(desk),
        "action_id": f"field.{slot}",
        "block_id": slot,
        "value": typed,
        "view": {**view, "state": {"values": values}},
    }
    return [option["value"] for option in json.loads(desk.send(interaction(body)).body)["options"]]


def reassigning(desk: Desk, sent: Sent) -> tuple[str, dict[str, Any]]:
    """Hannah hands Acme to Maya, who opens the form to give it to somebody else."""
    say(desk, HANNAH, "hand_off_account", need="SSO for everybody")
    card = json.loads(say(desk, MAYA, "list_handoffs"))
    (button,) = [choice for choice in card["choices"] if choice["label"] == "Give to somebody else"]
    return open_form(desk, sent, MAYA, "list_handoffs", **button["slots"])


def test_a_handoff_is_given_to_a_colleague_chosen_from_the_store(desk: Desk, sent: Sent) -> None:
    user, view = reassigning(desk, sent)
    everybody = options(desk, user, view, "person")
    assert {DANIEL, PRIYA} <= set(everybody)
    assert key_of(desk, MAYA) not in everybody, "she has it already"
    assert key_of(desk, HANNAH) not in everybody, "CS does not sell"
    assert options(desk, user, view, "person", "dani") == [DANIEL]
    assert options(desk, desk.far_end.user(STRANGER), view, "person") == []
    assert send(desk, user, view, "given", person=DANIEL) == {}
    assert "Daniel Osei answers by" in newest(desk, user)
    assert "Daniel Osei answers by" in say(desk, HANNAH, "list_handoffs")


def test_a_new_handoff_goes_to_the_colleague_chosen_on_the_side_chosen(desk: Desk, sent: Sent) -> None:
    user, view = open_form(desk, sent, HANNAH, "hand_off_account")
    assert {DANIEL, KENJI} <= set(options(desk, user, view, "receiver"))
    assert DANIEL not in options(desk, user, view, "receiver", toward="cs")
    assert KENJI not in options(desk, user, view, "receiver", toward="sales")
    assert send(desk, user, view, "new", need="SSO for everybody", receiver=PRIYA) == {}
    told = newest(desk, user)
    assert "Handed Acme Corporation to Priya Nair" in told
    assert "You chose Priya Nair" in told


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("case", ["left", "away", "nobody", "other_side"])
def test_who_cannot_have_it_is_told_at_the_field_and_nothing_is_sent(
    desk: Desk, sent: Sent, case: str, language: str
) -> None:
    desk.office.change_settings(key_of(desk, HANNAH), {"language": language})
    user, view = open_form(desk, sent, HANNAH, "hand_off_account")
    today = desk.office.conversation.clock.today()
    with desk.office.knowledge.engine.begin() as connection:
        if case == "left":
            connection.execute(text("UPDATE people SET left_on = :day WHERE key = :key"), {"day": today, "key": DANIEL})
        if case == "away":
            until = today + dt.timedelta(days=9)
            away = "INSERT INTO absences (person_id, from_on, until_on) SELECT id, :day, :until"
            connection.execute(
                text(f"{away} FROM people WHERE key = :key"), {"day": today, "until": until, "key": DANIEL}
            )
    who = {"nobody": "demo:never.was", "other_side": KENJI}.get(case, DANIEL)
    errors = send(desk, user, view, f"{case}{language}", need="SSO", toward="sales", receiver=who)
    assert set(errors) == {"receiver"}
    assert errors["receiver"] == _TOLD[case, language]
    assert "SSO" not in say(desk, HANNAH, "list_handoffs")


_TOLD = {
    ("left", "en"): "Daniel Osei has left the firm. Who takes it over instead?",
    ("left", "ja"): "Daniel Oseiさんはすでに在籍していません。代わりにどなたが引き受けますか？",
    ("away", "en"): "Daniel Osei is away until 9 Oct 2026. Who takes it over instead?",
    ("away", "ja"): "Daniel Oseiさんは2026年10月9日まで不在です。代わりにどなたが引き受けますか？",
    ("nobody", "en"): "I find nobody here called “demo:never.was”. Who is it?",
    ("nobody", "ja"): "「demo:never.was」さんという在籍者は見当たりません。どなたでしょうか？",
    ("other_side", "en"): "青山 健司 does not take handoffs for sales. Who takes it over instead?",
    ("other_side", "ja"): "青山 健司さんは営業担当ではありません。代わりにどなたが引き受けますか？",
}
