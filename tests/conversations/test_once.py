"""A message with a key is answered, and acted on, once; one that breaks off half-way has changed nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Click, Message, Turn
from knowledge.tables import AuditEntry, Base, Hold, Need, Notice, Proposal
from tests.conversations.conftest import Open

ACME = {"account_id": 1, "account": "Acme Corporation"}
CHANGES: dict[str, tuple[type[Base], dict[str, Any]]] = {
    "record_need": (Need, {"need": "They want single sign-on"}),
    "hold_account": (Hold, {"reason": "unhappy", "until": "2026-12-24"}),
    "set_reminder": (Notice, {"remind_at": "2026-12-01T09:00:00+00:00", "note": "ring"}),
    "log_outcome": (Proposal, {"outcome": "pitched", "product": "Marketing Automation Standard"}),
}


def count(conversation: Conversation, model: type[Base]) -> int:
    with conversation.memory.knowledge.engine.connect() as connection:  # type: ignore[attr-defined]
        return int(connection.execute(select(func.count()).select_from(model)).scalar_one())


@pytest.mark.parametrize("intent", CHANGES)
def test_what_changes_something_changes_it_once_and_says_the_same_again(reopen: Open, intent: str) -> None:
    model, slots = CHANGES[intent]
    message = Message("Maya Collins", "t", click=Click(intent, {**ACME, **slots}), language="en", key="Ev1")
    conversation = reopen()
    before, written = count(conversation, model), count(conversation, AuditEntry)
    said = conversation.reply_to(message).replies
    assert not said[0].trouble, said[0].headline
    noted = count(conversation, AuditEntry)
    assert noted > written
    assert reopen().reply_to(message).replies == said
    assert (count(conversation, model), count(conversation, AuditEntry)) == (before + 1, noted)


class Breaks:
    """Writes down nothing: the process is as good as dead at this point."""

    def note(self, message: Message, turn: Turn) -> None:
        raise ConnectionError(message.text)


@pytest.mark.parametrize("intent", CHANGES)
def test_what_breaks_off_after_the_change_has_changed_nothing_and_can_be_done_again(reopen: Open, intent: str) -> None:
    model, slots = CHANGES[intent]
    message = Message("Maya Collins", "t", click=Click(intent, {**ACME, **slots}), language="en", key="Ev1")
    conversation = reopen()
    before = count(conversation, model)
    replace(conversation, audit=Breaks()).reply_to(message)
    assert count(conversation, model) == before
    conversation.reply_to(message)
    assert count(conversation, model) == before + 1


def test_a_question_taken_up_again_is_heard_as_it_was_the_first_time(reopen: Open) -> None:
    reopen().reply_to(Message("operator", "t", "what should I offer Umbra?"))
    chosen = Message("operator", "t", "the first one", key="Ev2")
    first = reopen().reply_to(chosen).replies
    assert reopen().reply_to(chosen).replies == first


def test_trying_out_says_what_would_be_answered_and_leaves_nothing(conversation: Conversation) -> None:
    model, slots = CHANGES["record_need"]
    message = Message("Maya Collins", "t", click=Click("record_need", {**ACME, **slots}), language="en")
    before, written = count(conversation, model), count(conversation, AuditEntry)
    assert "Acme" in conversation.try_out(message).replies[0].headline
    assert (count(conversation, model), count(conversation, AuditEntry)) == (before, written)
