"""What a thread is about lives in the store: over a restart, and no larger after hundreds of messages."""

from __future__ import annotations

import json

from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message
from tests.conversations.conftest import Open

TALK = [
    *("what should I offer Acme?", "why?", "what about Globex?", "もっと短く", "and the second one?"),
    *("thanks", "さくらは？", "draft an email", "blah blah"),
]


def test_a_follow_up_after_a_restart_knows_the_thread(reopen: Open) -> None:
    first = reopen()
    first.reply_to(Message("operator", "t", "what should I offer Acme?"))
    (reply,) = reopen().reply_to(Message("operator", "t", "what about Globex?")).replies
    assert (reply.intent, reply.account and reply.account.name) == ("recommend_offer", "Globex Corporation")


def test_a_question_back_waits_over_a_restart(reopen: Open) -> None:
    reopen().reply_to(Message("operator", "t", "what should I offer Umbra?"))
    (reply,) = reopen().reply_to(Message("operator", "t", "the first one")).replies
    assert (reply.intent, reply.account and reply.account.name) == ("recommend_offer", "Umbra Retail")


def test_two_people_in_one_thread_each_have_their_own_subject(conversation: Conversation) -> None:
    conversation.reply_to(Message("operator", "t", "is Acme satisfied?"))
    (reply,) = conversation.reply_to(Message("Maya Collins", "t", "are they satisfied?")).replies
    assert reply.intent == "ask_back"


def test_what_is_remembered_does_not_grow_with_the_conversation(conversation: Conversation) -> None:
    sizes = []
    for number in range(300):
        conversation.reply_to(Message("operator", "long", TALK[number % len(TALK)]))
        sizes.append(len(json.dumps(conversation.memory.load("long", "operator"))))
    assert max(sizes[-len(TALK) :]) <= max(sizes[: 2 * len(TALK)])
    assert max(sizes) < 40_000
