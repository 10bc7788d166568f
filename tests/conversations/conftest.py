"""The demo company, built once and copied for each dialogue, so that what one writes down no other reads."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import open_conversation
from bot.dialogue.conversation import Conversation

Open = Callable[[], Conversation]


@pytest.fixture
def store(demo_file: Path, tmp_path: Path) -> str:
    """The address of a demo company of one's own."""
    shutil.copy(demo_file, tmp_path / "own.db")
    return f"sqlite:///{tmp_path / 'own.db'}"


@pytest.fixture
def reopen(store: str) -> Iterator[Open]:
    """Opens a new conversation over the same store, as after a restart."""
    opened: list[Conversation] = []

    def open_again() -> Conversation:
        opened.append(open_conversation(store))
        return opened[-1]

    yield open_again
    for conversation in opened:
        conversation.memory.knowledge.engine.dispose()  # type: ignore[attr-defined]


@pytest.fixture
def conversation(reopen: Open) -> Conversation:
    """The one door, over a demo company of one's own."""
    return reopen()
