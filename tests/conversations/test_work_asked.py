"""What imports, nights and syncs did is told from the store, on each database, and how they work by the articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.reply import Reply
from bot.app import open_conversation
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message
from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.kernel.database import open_engine
from knowledge.kernel.visibility import OPERATOR
from knowledge.nightly.commands.night import look_once
from knowledge.playbook.rules import Rules
from knowledge.sync.state import TableState, save_state

TODAY = dt.datetime.now(tz=ZoneInfo(Rules().firm.timezone)).date()


@pytest.fixture
def conversation(store_url: str, tmp_path: Path) -> Iterator[Conversation]:
    """A firm that has just been imported, with one line in three refused, looked at, and with a source that fails."""
    (tmp_path / "accounts.csv").write_text("name\nLarchfield Mills\nPebble & Son\n")
    (tmp_path / "tickets.csv").write_text(
        f"account,opened_on,subject\nLarchfield Mills,{TODAY},No sound\nNobody Ltd,{TODAY},No light\n"
    )
    engine = open_engine(store_url)
    files = [tmp_path / "accounts.csv", tmp_path / "tickets.csv"]
    import_paths(engine, files, as_of=TODAY, firm=Firm(currency="JPY", rejects=tmp_path / "rejects"))
    now = dt.datetime.now(tz=dt.UTC)
    look_once(engine, Rules(), TODAY, now=now)
    with engine.begin() as connection:
        save_state(
            connection, TableState("zendesk", "tickets", now, failed_at=now, failure="401: the token has expired")
        )
    engine.dispose()
    opened = open_conversation(store_url)
    yield opened
    opened.memory.knowledge.engine.dispose()  # type: ignore[attr-defined]


def ask(conversation: Conversation, text: str, asker: str = OPERATOR.key) -> Reply:
    return conversation.reply_to(Message(asker, text, text=text)).replies[-1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("did anything get rejected last night", "tickets.csv"),
        ("any rejects today?", "lines refused 1"),
        ("今日の取り込みで弾かれた行ある？", "tickets.csv"),
        ("last import?", "2 imported files; the last, tickets.csv"),
        ("did everything come in", "refused 1"),
        ("直近の取り込みは？", "tickets.csv"),
        ("did the night run", "customers looked at 2"),
        ("夜中の処理っていつ終わった", f"{TODAY:%Y}年"),
        ("any source failing", "the token has expired"),
        ("連携でエラー出てるとこある？", "zendesk"),
    ],
)
def test_what_was_done_is_told_from_the_store(conversation: Conversation, text: str, told: str) -> None:
    reply = ask(conversation, text)
    assert (reply.intent, reply.trouble) == ("look_up", False)
    assert told in " ".join([reply.headline, *(line.text for each in reply.sections for line in each.lines)])


@pytest.mark.parametrize("text", ["how do i import new files", "how do I mend rejected rows", "夜間処理を手で回すには"])
def test_how_it_is_done_is_told_by_an_article(conversation: Conversation, text: str) -> None:
    assert ask(conversation, text).intent == "ask_playbook"


def test_what_was_done_is_nothing_for_strangers(conversation: Conversation) -> None:
    reply = ask(conversation, "any rejects today?", "nobody@elsewhere.example")
    assert reply.trouble
    assert "tickets.csv" not in reply.headline
