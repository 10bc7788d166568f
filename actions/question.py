"""What an action is asked: who, about whom, as of which day, in which language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.interfaces import Tracker


@dataclass(frozen=True)
class Question:
    """One question, read from a rasa-sdk tracker. ``slots`` holds what else was understood, by name."""

    asker: str
    as_of: dt.date
    language: str
    text: str
    account_id: int | None = None
    slots: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Question:
        """The tracker's slots, with the sender as the asker where no slot names one."""
        slots = {key: value for key, value in tracker.slots.items() if value is not None}
        as_of = slots.get("as_of")
        return cls(
            asker=str(slots.get("asker") or tracker.sender_id),
            as_of=dt.date.fromisoformat(as_of) if as_of else dt.datetime.now(tz=dt.UTC).date(),
            language=str(slots.get("language") or "en"),
            text=str((tracker.latest_message or {}).get("text") or ""),
            account_id=_whole(slots.get("account_id")),
            slots=slots,
        )

    @property
    def now(self) -> dt.datetime:
        """The moment of asking, in UTC: the clock's own, or the day asked about at the real time of day."""
        given = self.word("now")
        if given:
            return dt.datetime.fromisoformat(given).astimezone(dt.UTC)
        return dt.datetime.combine(self.as_of, dt.datetime.now(tz=dt.UTC).time(), tzinfo=dt.UTC)

    @property
    def place(self) -> str:
        """Where it is asked, for the audit trail."""
        return self.word("place") or "terminal"

    def kept(self, *without: str) -> dict[str, str | int]:
        """What was said so far, to be kept in a button or a question back."""
        dropped = {*without, *_NOT_SAID}
        return {
            key: value
            for key, value in self.slots.items()
            if key not in dropped and isinstance(value, (str, int)) and not isinstance(value, bool)
        }

    def word(self, slot: str) -> str | None:
        """A slot as text; None when it was not said."""
        value = self.slots.get(slot)
        return str(value) if value not in (None, "") else None

    def number(self, slot: str) -> int | None:
        """A slot as a whole number; None when it was not said."""
        return _whole(self.slots.get(slot))


# What the conversation adds, and what belongs to one message only.
_NOT_SAID = {"asker", "as_of", "now", "place", "language", "length", "kind", "choices"}


def _whole(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, (int, float, str)) else None
    except ValueError:
        return None
