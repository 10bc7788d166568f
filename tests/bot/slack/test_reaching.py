"""What is due reaches people in Slack, once."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.message import Click, Message
from bot.slack.reaching import NotReached, Reaching
from bot.wiring import open_courier
from tests.bot.slack.conftest import MAYA, Desk


def test_a_reminder_reaches_its_person_once(desk: Desk) -> None:
    engine = desk.office.knowledge.engine
    store = engine.url.render_as_string(hide_password=False)
    day = desk.office.conversation.clock.today() + dt.timedelta(days=1)
    colleague = desk.office.find_colleague(MAYA)
    assert colleague
    slots = {
        "account_id": 1,
        "account": "Acme Corporation",
        "remind_at": f"{day}T09:00:00+00:00",
        "note": "ring Ms Hart",
    }
    desk.office.conversation.reply_to(Message(colleague.key, "t", click=Click("set_reminder", slots), language="en"))
    channel = desk.far_end.direct(desk.far_end.user(MAYA))
    before = len(desk.far_end.messages(channel))
    courier = open_courier(store, as_of=day + dt.timedelta(days=1), name="tests")
    reaching = Reaching(desk.answering, courier)
    for _ in range(2):
        courier.bring(reaching.deliver, person_key=colleague.key)
    told = desk.far_end.messages(channel)[before:]
    assert len(told) == 1
    assert "ring Ms Hart" in str(told[0])


def test_somebody_whom_slack_does_not_know_is_not_reached(desk: Desk) -> None:
    turn = desk.office.conversation.reply_to(Message(MAYA, "t", click=Click("help"), language="en"))
    reaching = Reaching(desk.answering, open_courier(str(desk.office.knowledge.engine.url), as_of=None, name="tests"))
    with pytest.raises(NotReached):
        reaching.deliver("demo:priya.nair", turn.replies[0], key="k", again=False)
