"""Whom to leave alone: the held-back part of the call list, told first and whole when it is asked for."""

import datetime as dt

import pytest

from actions.presenters.leaving_alone import MOST_LINES, asks_whom_to_leave
from actions.question import Question
from actions.reply import Reply
from tests.actions.conftest import Ask

ASKED = "who should I leave alone this week?"


def held_lines(reply: Reply) -> list[str]:
    (held,) = [section for section in reply.sections if section.key == "held_back"]
    return [line.text for line in held.lines]


def reads(text: str) -> bool:
    return asks_whom_to_leave(Question("me", dt.date(2026, 9, 30), "en", text))


@pytest.mark.parametrize(
    "text",
    [
        ASKED,
        "which customers must I not call today",
        "who shouldn't we pitch right now?",
        "whom should nobody on the team be calling",
        "who's held back, and why?",
        "anyone to steer clear of?",
        "今週そっとしておくべき客は？",
        "いま電話しないほうがいいお客様は？",
        "提案しちゃいけない先はどこ",
        "連絡を控える先を教えて",
    ],
)
def test_words_for_the_held_back_part_are_read(text: str) -> None:
    assert reads(text)


@pytest.mark.parametrize(
    "text",
    [
        "who should I call this week?",
        "who haven't we called in months?",
        "customers that don't have payroll yet, who would buy it?",
        "who do I call before I leave on Friday",
        "今週は誰に電話すべき？",
        "電話しないとまずい客は？",
        "売り込みは控えめに、どこから当たる？",
    ],
)
def test_words_for_the_calls_are_not(text: str) -> None:
    assert not reads(text)


def test_the_held_back_lead_with_their_reasons(ask: Ask) -> None:
    reply, calls = ask("rank_accounts", text=ASKED), ask("rank_accounts")
    assert reply.sections[0].key == "held_back"
    assert any("Umbra Retail: CS asked for quiet (until 30 Oct 2026)" in line for line in held_lines(reply))
    assert any("Initech: a severe ticket is open" in line for line in held_lines(reply))
    assert "40 are held back" in calls.headline
    assert reply.headline.startswith("Leave 40 customers alone")


def test_the_gravest_reason_comes_first_and_everybody_is_told(ask: Ask) -> None:
    lines = held_lines(ask("rank_accounts", text=ASKED))
    assert "CS asked for quiet" in lines[0]
    assert len(lines) == MOST_LINES + 1
    assert lines[-1].startswith("15 more: ")


def test_japanese_names_the_same_customers_in_the_same_order(ask: Ask) -> None:
    english, japanese = ask("rank_accounts", text=ASKED), ask("rank_accounts", text=ASKED, language="ja")
    assert [choice.slots for choice in english.listed] == [choice.slots for choice in japanese.listed]
    assert "そっとしておくべきお客様は40社" in japanese.headline


def test_a_line_opens_the_whole_answer_for_that_customer(ask: Ask) -> None:
    reply = ask("rank_accounts", text=ASKED)
    first = reply.listed[0]
    assert first.intent == "recommend_offer"
    assert first.label in held_lines(reply)[0]
    opened = ask(first.intent, **first.slots)
    assert opened.verdict == "not_now"


def test_the_button_leads_back_to_the_calls(ask: Ask) -> None:
    reply = ask("rank_accounts", text=ASKED)
    assert reply.choices[-1].slots == {"view": "calls"}
    assert ask("rank_accounts", view="calls").sections[0].key == "calls"


def test_a_survey_that_grows_old_is_no_day_to_wait_for(ask: Ask) -> None:
    unhappy = [line for line in held_lines(ask("rank_accounts", text=ASKED)) if "dissatisfied" in line]
    assert unhappy
    assert not any("until" in line for line in unhappy)
