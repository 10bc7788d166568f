"""The buttons under an answer: from Slack's payload to the changed next answer, and back."""

from __future__ import annotations

import json

from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.test_folding import open_part
from tests.bot.slack.test_surfaces import ask, click, find_button

QUESTION = "what should I offer Acme?"
SECOND = "Marketing Automation Standard"
LEFT_OUT = "Maya Collins found it not relevant"


def reasons(desk: Desk) -> str:
    """What the answer says when its reasons are open."""
    user, channel, answer = ask(desk, MAYA, QUESTION)
    return json.dumps(open_part(desk, user, channel, answer, "Reasons in full")["blocks"])


def test_not_relevant_leaves_the_offer_out_next_time_and_undo_brings_it_back(desk: Desk) -> None:
    user, channel, answer = ask(desk, MAYA, QUESTION)
    desk.send(click(desk, user, channel, find_button(answer, "Not relevant"), answer))
    asked = desk.far_end.messages(channel)[-1]
    desk.send(click(desk, user, channel, find_button(asked, "SFA Standard"), asked))
    told = desk.far_end.messages(channel)[-1]
    assert "does not count as an ask" in json.dumps(told["blocks"])
    assert LEFT_OUT in reasons(desk)
    desk.send(click(desk, user, channel, find_button(told, "Undo"), told))
    assert LEFT_OUT not in reasons(desk)


def test_helpful_is_kept_and_thanked_for(desk: Desk) -> None:
    user, channel, answer = ask(desk, MAYA, QUESTION)
    desk.send(click(desk, user, channel, find_button(answer, "Helpful"), answer))
    assert "noted as helpful" in json.dumps(desk.far_end.messages(channel)[-1]["blocks"])


def test_of_two_offers_too_early_and_not_relevant_ask_which(desk: Desk) -> None:
    user, channel, answer = ask(desk, MAYA, QUESTION)
    for word in ("Too early", "Not relevant"):
        desk.send(click(desk, user, channel, find_button(answer, word), answer))
        asked = desk.far_end.messages(channel)[-1]
        assert find_button(asked, "SFA Standard")
        assert find_button(asked, SECOND)
