"""The encoder is large: a process that understands questions and recalls articles holds it once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message
from bot.nlu import encoder
from knowledge.settings import cache_folder


def test_understanding_and_playbook_share_one_encoder(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    real = encoder._open

    def counting(table: Path, parts: Path) -> Any:
        opened.append(table)
        return real(table, parts)

    monkeypatch.setattr(encoder, "_open", counting)
    vars(encoder.load_encoder(cache_folder())).pop("_model", None)
    for text in ("what should I offer Acme?", "how do I talk to an unhappy customer?"):
        conversation.reply_to(Message("operator", "one", text=text))
    assert len(opened) == 1
