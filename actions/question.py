"""What an action is asked: who, about whom, as of which day, in which language."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk.interfaces import Tracker

from actions.reply import SEVERAL
from knowledge.accounts.names.search import find_accounts, is_sure
from knowledge.errors import AccountUnknown
from knowledge.kernel.access import AccessContext

_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


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
    def from_tracker(cls, tracker: Tracker, today: Callable[[], dt.date]) -> Question:
        """The tracker's slots; where they do not say so, the sender asks, today, in the language of the text."""
        slots = {key: value for key, value in tracker.slots.items() if value is not None}
        as_of = slots.get("as_of")
        text = str((tracker.latest_message or {}).get("text") or "")
        return cls(
            asker=str(slots.get("asker") or tracker.sender_id),
            as_of=dt.date.fromisoformat(as_of) if as_of else today(),
            language=str(slots.get("language") or ("ja" if _JAPANESE.search(text) else "en")),
            text=text,
            account_id=_whole(slots.get("account_id")),
            slots=slots,
        )

    def asks_view(self, view: str, words: re.Pattern[str]) -> bool:
        """Whether a part of an answer is asked for: by a button or command, or by these words."""
        return self.word("view") == view or bool(words.search(unicodedata.normalize("NFKC", self.text)))

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

    def free(self, slot: str) -> str:
        """A slot of free words, trimmed; empty also where only marks were written ("...")."""
        said = (self.word(slot) or "").strip()
        return said if any(sign.isalnum() for sign in said) else ""

    def words(self, slot: str) -> tuple[str, ...]:
        """A slot that may name several things ("Tokyo | Osaka"), each as text; empty when it was not said."""
        value = self.slots.get(slot)
        if isinstance(value, list):
            return tuple(str(each) for each in value)
        return tuple((self.word(slot) or "").split(SEVERAL)) if self.word(slot) else ()

    def number(self, slot: str) -> int | None:
        """A slot as a whole number; None when it was not said."""
        return _whole(self.slots.get(slot))


# What the conversation adds, and what belongs to one message only.
_NOT_SAID = {"asker", "as_of", "now", "place", "language", "length", "kind", "choices"}


def find_customer(question: Question, access: AccessContext) -> Question:
    """The question with its customer looked up, where only the name came (from a Rasa assistant's entities).

    AccountUnknown with the nearest names when nobody, or more than one, answers to it.
    """
    name = question.word("account")
    if question.account_id is not None or name is None:
        return question
    found = find_accounts(access.connection, name, visible=access.visible)
    if not is_sure(found):
        nearest = tuple((match.account_id, match.name) for match in found)
        raise AccountUnknown(f"{name!r} is not one account.", mention=name, nearest=len(nearest), choices=nearest)
    return replace(question, account_id=found[0].account_id)


def _whole(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, (int, float, str)) else None
    except ValueError:
        return None
