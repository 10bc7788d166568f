"""What no article answers is kept for operations, and told to nobody else."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from actions.reply import Reply
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message

OPS, REP = "demo:tom.ellery", "demo:maya.collins"


def ask(conversation: Conversation, asker: str, text: str, thread: str = "one") -> Reply:
    return conversation.reply_to(Message(asker, f"{thread} {text}", text=text)).replies[-1]


def test_questions_without_an_article_are_counted_for_operations(conversation: Conversation) -> None:
    zone = ZoneInfo(conversation.memory.knowledge.rules.firm.timezone)  # type: ignore[attr-defined]
    for number, (asker, text) in enumerate(
        [
            (REP, "what is our parental leave policy?"),
            ("demo:daniel.osei", "do we have a policy on parental leave?"),
            (REP, "社用車は使えますか？"),
        ]
    ):
        assert ask(conversation, asker, text, str(number)).no_article, text
    # The trail is stamped by the real clock, and its months are the firm's: they begin hours apart from those of UTC.
    month = f"{dt.datetime.now(tz=zone):%B %Y}"
    told = ask(conversation, OPS, f"which questions had no article in {month}?")
    assert told.intent == "list_unanswered"
    assert told.tables[0].rows == (("what is our parental leave policy?", "2", "2"), ("社用車は使えますか？", "1", "1"))
    refused = ask(conversation, REP, "which questions had no article?")
    assert (refused.trouble, refused.tables) == (True, ())


@pytest.mark.parametrize(
    "text",
    [
        "show me the unanswered questions",
        "what questions could the playbook not answer this month",
        "which questions have no article",
        "questions without an article please",
        "what couldn't the playbook answer?",
        "答えられなかった質問を見せて",
        "記事のない質問は？",
        "今月プレイブックで答えられなかった質問は？",
        "回答できなかった質問の一覧",
    ],
)
def test_it_is_asked_for_in_many_words(conversation: Conversation, text: str) -> None:
    assert ask(conversation, OPS, text).intent == "list_unanswered"


@pytest.mark.parametrize(
    "text", ["unanswered handoffs", "which customers have open questions?", "未回答の引き継ぎは？"]
)
def test_other_lists_stay_what_they_are(conversation: Conversation, text: str) -> None:
    assert ask(conversation, OPS, text).intent != "list_unanswered"
