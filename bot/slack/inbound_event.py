"""What came in from Slack, whichever way: the one form in which it is worked on, kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.message import Click, Message


@dataclass(frozen=True)
class Heard:
    """Who said or clicked what, where.

    ``key`` is the same for every delivery of the same event. ``thread`` is the message to answer under, None to
    answer plainly; ``opens_thread``: nobody answered under it yet, so that a note for one person would not be seen
    there. ``function`` is the run of a workflow step that waits for the answer. ``aside`` names the slots that a
    button had no room for. ``in_group``: said in a group message, where only what is said about a handoff concerns us.
    ``for_asker``: whoever asked so (by a command) wants no others to read along. ``is_foreign``: in a direct message of
    other people. ``response_url``: where a command or click may be answered though we are not in the place.
    ``pressed``: the message of ours that was clicked in. ``notice``: not asked, but to be told: a phrase. ``frame``:
    the phrase that makes the words a question. ``opens``: the kept answer of which the part in ``slots`` is opened.
    """

    key: str
    team: str
    user: str
    channel: str
    text: str = ""
    intent: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    thread: str | None = None
    opens_thread: bool = False
    asked_openly: bool = False
    language: str | None = None
    function: str | None = None
    is_silent: bool = False
    is_form: bool = False
    aside: str | None = None
    in_group: bool = False
    for_asker: bool = False
    is_foreign: bool = False
    response_url: str | None = None
    pressed: str | None = None
    notice: str | None = None
    frame: str | None = None
    opens: str | None = None

    @property
    def is_private(self) -> bool:
        """Whether only the asker reads this place: a direct message."""
        return self.channel.startswith("D") and not self.is_foreign

    @property
    def lane(self) -> str:
        """What is answered one after the other: all that one person asks."""
        return f"{self.team}:{self.user}"

    @property
    def conversation(self) -> str:
        """What a follow-up is tied to: the thread, or the direct message as a whole."""
        return f"slack:{self.team}:{self.channel}:{self.thread or ''}"

    @property
    def click(self) -> Click | None:
        """What was clicked, where it was no text."""
        return Click(self.intent, self.slots) if self.intent else None

    def to_message(self, asker: str, *, prefers: str | None = None) -> Message:
        """What comes in through the one door; a form does not change what the talk around it is about."""
        thread = f"{self.conversation}#form" if self.is_form else self.conversation
        return Message(
            asker, thread, self.text, click=self.click, language=self.language, prefers=prefers, key=self.key
        )

    def to_facts(self) -> dict[str, Any]:
        """For durable work."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Heard:
        """Back again; what a later version added is left out."""
        return cls(**{name: value for name, value in facts.items() if name in cls.__dataclass_fields__})
