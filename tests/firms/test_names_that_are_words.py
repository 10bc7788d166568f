"""Customers whose names hold words of time, and what was taken though something beside it was not needed."""

import itertools
from collections.abc import Callable

import pytest

from actions.reply import Reply
from bot.dialogue.message import Message
from tests.firms.firm import DAY, ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]
Tell = Callable[[str], Reply]


@pytest.fixture
def tell(open_firm: Open) -> Tell:
    """One message of a rep in a thread of its own."""
    conversation, threads = open_firm("usage_and_contracts").conversation, itertools.count()

    def said(text: str) -> Reply:
        language = "en" if text.isascii() else "ja"
        message = Message("files:r1", f"thread {next(threads)}", text=text, as_of=DAY, language=language)
        return conversation.reply_to(message).replies[0]

    return said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("remind me to call Daily Diner this Friday", "Fri 4 Dec 2026"),
        ("remind me to call Daily Diner a week from Friday at 3.30pm", "Fri 11 Dec 2026, 15:30"),
        ("Daily Dinerに2週間後の火曜日リマインドして", "2026年12月15日"),
    ],
)
def test_a_customer_called_daily_is_reminded_of_once(tell: Tell, text: str, told: str) -> None:
    reply = tell(text)
    assert told in reply.headline
    assert "Daily Diner" in words_of(reply)


def test_daily_beside_a_name_is_how_often(tell: Tell) -> None:
    assert "every day" in tell("remind me daily to call Daily Diner").headline


def test_a_day_that_no_calendar_has_is_asked_about_however_often(tell: Tell) -> None:
    assert "31st of February" in tell("remind me daily to call Brisk Bakery on the 31st of February").headline


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("Brisk Bakery took Desk Plus, no discount needed", True),
        ("Brisk Bakery bought Desk Plus, no need for a trial", True),
        ("Brisk Bakery took it elsewhere, Desk Plus is off", False),
    ],
)
def test_what_was_taken_is_not_lost_for_what_was_not_needed(tell: Tell, text: str, won: bool) -> None:
    headline = tell(text).headline
    assert ("takes Desk Plus" in headline, "does not take" in headline) == (won, not won)
