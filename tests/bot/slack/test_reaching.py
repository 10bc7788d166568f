"""What is due reaches people in Slack, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from actions.reply import Reply
from bot.adapters.office import StoreOffice
from bot.app import open_dispatcher
from bot.dialogue.message import Click, Message
from bot.slack.channels import NotReached
from bot.slack.notifier import Reaching
from tests.bot.slack.conftest import MAYA, TOM, Desk


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
    dispatcher = open_dispatcher(store, as_of=day + dt.timedelta(days=1), name="tests")
    reaching = Reaching(desk.answering, dispatcher)
    for _ in range(2):
        dispatcher.bring(reaching.deliver, person_key=colleague.key)
    told = desk.far_end.messages(channel)[before:]
    assert len(told) == 1
    assert "ring Ms Hart" in str(told[0])


def test_somebody_whom_slack_does_not_know_is_not_reached(desk: Desk) -> None:
    turn = desk.office.conversation.reply_to(Message(MAYA, "t", click=Click("help"), language="en"))
    reaching = Reaching(
        desk.answering, open_dispatcher(str(desk.office.knowledge.engine.url), as_of=None, name="tests")
    )
    with pytest.raises(NotReached):
        reaching.deliver("demo:priya.nair", turn.replies[0], key="k", again=False)


@dataclass(frozen=True)
class InChannel(StoreOffice):
    """An office whose managers read their digest in a channel."""

    channel: str = ""

    def digest_channel(self, person_key: str) -> str | None:
        del person_key
        return self.channel


def digest_in(desk: Desk, channel: str, key: str) -> tuple[Reaching, Reply]:
    click = Click("list_churn_risks", {"date": "2025-10-01"})
    reply = desk.office.conversation.reply_to(Message(MAYA, key, click=click, language="en")).replies[0]
    office = InChannel(desk.office.knowledge, desk.office.conversation, channel)
    dispatcher = open_dispatcher(str(desk.office.knowledge.engine.url), as_of=None, name="tests")
    return Reaching(replace(desk.answering, office=office), dispatcher), reply


def test_a_digest_stands_in_its_channel_once_with_the_rest_in_the_thread(desk: Desk) -> None:
    channel = desk.far_end.channel("general-sales")
    desk.far_end.bot.conversations_join(channel=channel)
    reaching, reply = digest_in(desk, channel, "one")
    assert [table.key for table in reply.tables] == ["rest"]
    before = len(desk.far_end.messages(channel))
    for again in (False, True):
        reaching.deliver("demo:maya.collins", reply, key="digest:one", again=again)
    told = desk.far_end.messages(channel)[before:]
    openers = [message for message in told if message.get("thread_ts") in {None, message["ts"]}]
    assert len(openers) == 1
    assert reply.headline in str(openers[0])


@pytest.mark.parametrize("how", ["archived", "deleted"])
def test_a_digest_whose_channel_is_shut_reaches_its_manager_directly_and_operations_hear_of_it_once(
    desk: Desk, how: str
) -> None:
    channel = f"CGONE{how}"
    if how == "archived":
        channel = str(desk.far_end.bot.conversations_create(name="digest-of-old")["channel"]["id"])
        desk.far_end.bot.conversations_archive(channel=channel)
    reaching, reply = digest_in(desk, channel, how)
    own, ops = (desk.far_end.direct(desk.far_end.user(person)) for person in (MAYA, TOM))
    before = {place: len(desk.far_end.messages(place)) for place in (own, ops)}
    for key, again in ((f"{how}:1", False), (f"{how}:1", True), (f"{how}:2", False)):
        reaching.deliver("demo:maya.collins", reply, key=key, again=again)
    told = {place: desk.far_end.messages(place)[count:] for place, count in before.items()}
    openers = [message for message in told[own] if message.get("thread_ts") in {None, message["ts"]}]
    assert [reply.headline in str(opener) for opener in openers] == [True, True], "one for each digest"
    assert [channel in message["text"] for message in told[ops]] == [True]
