"""Clicks that cross each other, and what cannot be read or no longer holds, from Slack's payload to what is kept."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from tests.bot.slack.conftest import HANNAH, MAYA, Desk
from tests.bot.slack.slack_far_end import direct_message, event
from tests.bot.slack.test_discussions import key_of, say
from tests.bot.slack.test_surfaces import click


def steps(desk: Desk) -> list[str]:
    with desk.office.knowledge.engine.connect() as connection:
        return list(connection.execute(text("SELECT event FROM handoff_steps ORDER BY version")).scalars())


def accepting(desk: Desk) -> dict[str, Any]:
    """Acme lies with Maya: the button that she may press."""
    say(desk, HANNAH, "hand_off_account", need="SSO for everybody")
    card = json.loads(say(desk, MAYA, "list_handoffs"))
    (choice,) = [choice for choice in card["choices"] if choice["label"] == "Accept"]
    value = json.dumps({"intent": choice["intent"], "slots": choice["slots"]})
    return {"type": "button", "action_id": "choice.0", "block_id": "b", "value": value}


def pressed(desk: Desk, who: str, button: dict[str, Any]) -> Any:
    user = desk.far_end.user(who)
    return click(desk, user, desk.far_end.direct(user), button, {})


def newest(desk: Desk, who: str) -> str:
    return json.dumps(desk.far_end.messages(desk.far_end.direct(desk.far_end.user(who)))[-1], ensure_ascii=False)


def told(desk: Desk, who: str, words: str) -> str:
    """What somebody is answered who writes this directly."""
    user = desk.far_end.user(who)
    desk.send(event(direct_message(user, desk.far_end.direct(user), words)))
    return newest(desk, who)


def test_two_clicks_on_accept_at_once_accept_once(desk: Desk) -> None:
    button = accepting(desk)
    twice = [pressed(desk, MAYA, button), pressed(desk, MAYA, button)]  # each click has a trigger of its own
    with ThreadPoolExecutor(2) as both:
        list(both.map(desk.app.dispatch, twice))
    desk.settle()
    assert steps(desk) == ["send", "accept"]
    last = [json.dumps(message) for message in desk.far_end.messages(desk.far_end.direct(desk.far_end.user(MAYA)))[-2:]]
    assert sorted("That is not possible now" in message for message in last) == [False, True]
    assert all("has accepted" in message for message in last), "both tell how it stands now"


def test_accepting_while_the_sender_takes_it_back_comes_to_one_result(desk: Desk) -> None:
    button = accepting(desk)
    back = json.loads(say(desk, HANNAH, "list_handoffs"))
    (choice,) = [choice for choice in back["choices"] if choice["label"] == "Take back"]
    withdrawing = {**button, "value": json.dumps({"intent": choice["intent"], "slots": choice["slots"]})}
    with ThreadPoolExecutor(2) as both:
        list(both.map(desk.app.dispatch, [pressed(desk, MAYA, button), pressed(desk, HANNAH, withdrawing)]))
    desk.settle()
    assert steps(desk) in (["send", "accept"], ["send", "withdraw"])


def test_a_new_owner_in_between_leaves_it_with_whoever_was_sent_it(desk: Desk) -> None:
    button = accepting(desk)
    with desk.office.knowledge.engine.begin() as connection:
        connection.execute(
            text("UPDATE accounts SET owner_id = (SELECT id FROM people WHERE key = 'demo:daniel.osei') WHERE id = 1")
        )
    desk.send(pressed(desk, MAYA, button))
    assert steps(desk) == ["send", "accept"]
    assert "Maya Collins has accepted" in say(desk, HANNAH, "list_handoffs")


def test_somebody_who_left_in_between_is_turned_away_and_nothing_changes(desk: Desk, sent: Any) -> None:
    button = accepting(desk)
    key = key_of(desk, MAYA)
    with desk.office.knowledge.engine.begin() as connection:
        connection.execute(text("UPDATE people SET left_on = '2026-09-29' WHERE key = :key"), {"key": key})
    desk.send(pressed(desk, MAYA, button))
    assert steps(desk) == ["send"]
    assert any("I do not know you yet" in str(post.get("text")) for post in sent())


_ASKED = [
    ("remind me about Acme on Feb 30 to send the quote", "I cannot read “Feb 30”", "March 2", "Acme to send the quote"),
    ("remind me at 25:00 tomorrow to call Acme", "I cannot read “25:00”", "Friday 10:00", "call Acme"),
    ("先月の月曜にAcmeへ見積を送るようリマインドして", "すでに過ぎています", "来週の月曜", "Acmeへ見積を送るよう"),
    ("2月30日にAcmeの見積をリマインドして", "「2月30日」を日時として", "来週の月曜", "Acmeの見積"),
    ("note a need for Acme", "What does Acme Corporation need?", "...", "What does Acme Corporation need?"),
    ("hold Acme", "Until when", "they are angry about the outage", "Until when"),
    ("Acme lost, too expensive", "Which product", "Hyperdrive", "“Hyperdrive” is not on our product list"),
]


@pytest.mark.parametrize(("words", "asked", "then", "kept"), _ASKED)
def test_what_cannot_be_taken_is_asked_back_and_what_was_said_is_kept(
    desk: Desk, words: str, asked: str, then: str, kept: str
) -> None:
    user = desk.far_end.user(MAYA)
    told(desk, MAYA, "help")  # nothing waits from before
    told(desk, MAYA, "never mind")
    assert asked in told(desk, MAYA, words)
    has_buttons = any(
        block["type"] == "actions" for block in desk.far_end.messages(desk.far_end.direct(user))[-1]["blocks"]
    )
    assert has_buttons == (not words.startswith("note a need")), "a need has no usual answers"
    assert kept in told(desk, MAYA, then)


def test_the_reason_said_in_place_of_a_day_is_the_reason_of_the_hold(desk: Desk) -> None:
    for words in ("hold Acme", "they are angry about the outage"):
        told(desk, MAYA, words)
    assert "they are angry about the outage" in told(desk, MAYA, "Nov 15")
