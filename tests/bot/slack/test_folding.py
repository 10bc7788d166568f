"""An answer on one screen of a phone: the first view is short whatever the answer holds, and nothing of it is lost."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from actions.reply import Figure, Line, Reply, Section, Table
from bot.dialogue.message import Click, Message
from bot.slack.views.answer import pages_from
from bot.slack.views.check import check_blocks
from bot.slack.views.folding import BLOCKS, WORDS, Part, count_words, draw_parts, fold, read_opening, unfold
from bot.tidy import tidy
from tests.bot.slack.conftest import MAYA, YUKI, Desk
from tests.bot.slack.slack_far_end import TEAM, interaction
from tests.bot.slack.test_blocks import replies, say_in, texts_in
from tests.bot.slack.test_surfaces import ask, click, find_button, trigger

pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")
NOTHING = "–"  # what a text that says nothing becomes; behind the sign of a gain it is a blank
NAME = "fold:0123456789abcdef0123456789abcdef"


def before_buttons(reply: Reply) -> list[dict[str, Any]]:
    (page,) = pages_from(reply)
    return [block for block in page.blocks if block["type"] != "actions"]


def words_in(reply: Reply) -> int:
    return sum(count_words(text) for _, text in texts_in(before_buttons(reply)))


def letters(*shown: Reply) -> str:
    return "".join(text for one in shown for page in pages_from(one) for _, text in texts_in(page.blocks)).replace(
        " ", ""
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_the_first_view_fits_a_phone_and_every_part_fits_a_message(reply: Reply) -> None:
    say = say_in(reply.language)
    first, parts = fold(reply, say)
    assert words_in(first) <= WORDS
    assert len(before_buttons(first)) <= BLOCKS
    for part in (None, *parts):
        below = draw_parts(parts, NAME, say, opened=part.key if part else None)
        for page in pages_from(unfold(first, part), extra=below):
            assert check_blocks(page.blocks) == []
    whole = letters(first, *(unfold(first, part) for part in parts))
    for section in reply.sections:
        assert all(tidy(line.text).replace(" ", "") in whole for line in section.lines)
    said = [f"{item.text} — {item.note}" if item.note else item.text for item in reply.checklist]
    assert all(tidy(words).replace(" ", "") in whole for words in said)
    gains = [tidy(gain).replace(" ", "") for tier in reply.tiers for gain in tier.gives]
    assert all(gain in whole for gain in gains if gain != NOTHING)


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_why_is_one_message_with_its_figures_in_a_table_and_opens_each(count: int, language: str) -> None:
    text = "19 of 31 customers that own the one added the other within 90 days. " * 3
    figures = tuple(
        Figure(
            key=f"f{n}", label=f"Rate {n}", value="61 %", raw=0.61, basis=text, as_of=dt.date(2026, 9, 30), formula=text
        )
        for n in range(count)
    )
    sections = tuple(Section(key=one.key, title=one.label, lines=(Line(text=f"{text}{one.key}"),)) for one in figures)
    rows = tuple((f"row {n}", "¥12,000") for n in range(5))
    tables = tuple(Table(key=one.key, title="Rows", columns=("what", "how much"), rows=rows) for one in figures)
    why = Reply(
        intent="explain_answer", language=language, headline="Why", sections=sections, figures=figures, tables=tables
    )
    say = say_in(language)
    first, parts = fold(why, say)
    below = draw_parts(parts, NAME, say, opened=None)
    (page,) = pages_from(first, extra=below)
    assert [block["type"] for block in page.blocks].count("data_table") == 1
    assert check_blocks(page.blocks) == []
    assert [part.key for part in parts] == [one.key for one in figures]
    assert "row4" in letters(unfold(first, parts[-1]))
    assert len(pages_from(unfold(first, parts[-1]), extra=below)) == 1


def test_a_part_that_is_open_can_be_closed() -> None:
    say = say_in("en")
    parts = tuple(Part(key, key, Reply(intent="help", language="en", headline="x")) for key in ("known", "talk"))
    (row,) = draw_parts(parts, NAME, say, opened="talk")
    opens = [read_opening(element["value"]) for element in row["elements"]]
    assert opens == [(NAME, "known"), (NAME, "")]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_offers_to_customers_of_the_demo_fit_a_phone(desk: Desk, language: str) -> None:
    say, asker = say_in(language), desk.office.find_colleague(MAYA)
    assert asker
    for account_id, _ in desk.office.suggest_accounts(asker.key, "")[::12]:
        click_on = Click("recommend_offer", {"account_id": account_id})
        message = Message(asker.key, f"fits{account_id}", click=click_on, language=language)
        first, parts = fold(desk.office.conversation.reply_to(message).replies[-1], say)
        assert words_in(first) <= WORDS
        assert len(before_buttons(first)) <= BLOCKS
        for part in parts:
            below = draw_parts(parts, NAME, say, opened=part.key)
            assert [check_blocks(page.blocks) for page in pages_from(unfold(first, part), extra=below)] == [[]]


def open_part(desk: Desk, user: str, channel: str, answer: dict[str, Any], label: str) -> dict[str, Any]:
    """Press what opens a part; the message as it stands then."""
    desk.send(click(desk, user, channel, find_button(answer, label), answer))
    return next(message for message in desk.far_end.messages(channel) if message["ts"] == answer["ts"])


def test_parts_open_in_the_place_of_the_answer_and_ticks_stay(desk: Desk) -> None:
    user, channel, answer = ask(desk, MAYA, "what should I offer Acme?")
    count = len(desk.far_end.messages(channel))
    talk = open_part(desk, user, channel, answer, "Talk track and tiers")
    assert "If they hesitate" in json.dumps(talk["blocks"])
    lists = open_part(desk, user, channel, talk, "Checklist")
    assert "If they hesitate" not in json.dumps(lists["blocks"])
    block = next(block for block in lists["blocks"] if block.get("block_id", "").startswith("tick."))
    boxes = block["elements"][0]
    box = next(option for option in boxes["options"] if option not in boxes.get("initial_options", ()))
    ticked = [*boxes.get("initial_options", ()), box]
    action = {"type": "checkboxes", "action_id": boxes["action_id"], "block_id": block["block_id"]}
    desk.send(click(desk, user, channel, {**action, "selected_options": ticked}, lists))
    closed = open_part(desk, user, channel, lists, "Show less")
    assert closed["blocks"] == answer["blocks"]
    again = open_part(desk, user, channel, closed, "Checklist")
    assert box["value"] in json.dumps(next(b for b in again["blocks"] if b.get("block_id") == block["block_id"]))
    boxes = next(b for b in again["blocks"] if b.get("block_id") == block["block_id"])["elements"][0]
    assert box["value"] in {option["value"] for option in boxes["initial_options"]}
    assert len(desk.far_end.messages(channel)) == count, "one message"


def test_nobody_but_the_asker_opens_an_answer(desk: Desk, sent: Callable[[], list[dict[str, Any]]]) -> None:
    _, _, answer = ask(desk, MAYA, "what should I offer Acme?")
    begun, other = len(sent()), desk.far_end.user(YUKI)
    button = find_button(answer, "What we know")
    desk.send(click(desk, other, desk.far_end.direct(other), button, answer))
    told = [post for post in sent()[begun:] if "text" in post]
    assert [post["text"] for post in told] == [say_in("ja")("fold_not_yours")]
    forged = {**button, "value": json.dumps({"open": "talk", "of": NAME})}
    desk.send(click(desk, other, desk.far_end.direct(other), forged, answer))
    assert sent()[-1]["text"] == say_in("ja")("fold_gone")


def test_a_menu_opens_one_of_many_figures(desk: Desk) -> None:
    user, channel, answer = ask(desk, MAYA, "what should I offer Acme?")
    desk.send(click(desk, user, channel, find_button(answer, "Why?"), answer))
    why = desk.far_end.messages(channel)[-1]
    menu = next(
        element
        for block in why["blocks"]
        for element in block.get("elements", ())
        if element.get("type") == "static_select"
    )
    body = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": trigger(desk),
        "channel": {"id": channel},
        "container": {"type": "message", "channel_id": channel, "message_ts": why["ts"]},
        "message": why,
        "actions": [
            {
                "type": "static_select",
                "action_id": "open",
                "block_id": "opens",
                "action_ts": "1.1",
                "selected_option": menu["options"][0],
            }
        ],
    }
    desk.send(interaction(body))
    opened = next(message for message in desk.far_end.messages(channel) if message["ts"] == why["ts"])
    assert len(opened["blocks"]) > len(why["blocks"])
