"""A reminder for nine o'clock comes at nine o'clock, also when the clocks are changed in between."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message
from knowledge.kernel.moments import as_utc
from knowledge.people.settings import change_own_settings
from knowledge.tables import Notice

# The demo company's day is 1 October 2026; the clocks go back on 25 October in Europe, on 1 November in America.
NINE = [("Europe/Berlin", "26 October", 8), ("Europe/Berlin", "24 October", 7), ("America/New_York", "2 November", 14)]


@pytest.mark.parametrize(("zone", "day", "hour_utc"), NINE)
def test_nine_o_clock_stays_nine_o_clock(conversation: Conversation, zone: str, day: str, hour_utc: int) -> None:
    engine = conversation.memory.knowledge.engine  # type: ignore[attr-defined]
    maya = "demo:maya.collins"
    with engine.begin() as connection:
        change_own_settings(connection, maya, {"timezone": zone})
    text = f"remind me on {day} at 9:00 to ring Acme"
    (reply,) = conversation.reply_to(Message(maya, "t", text)).replies
    assert (reply.intent, reply.trouble) == ("set_reminder", False), reply.headline
    with engine.connect() as connection:
        due = connection.execute(select(Notice.due_at).order_by(Notice.id.desc())).scalars().first()
    assert due is not None
    assert as_utc(due).timetz() == dt.time(hour_utc, tzinfo=dt.UTC)
