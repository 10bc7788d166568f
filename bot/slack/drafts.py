"""What somebody typed into a form, kept until it is done: it stands there again when the form is opened anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.ports import Office


@dataclass(frozen=True)
class Drafts:
    """One draft a person, form and customer, in the store, as long as what buttons have no room for."""

    office: Office

    def keep(self, asker: str, intent: str, whom: object, filled: dict[str, Any]) -> None:
        """Keep what was filled in, in place of what was there."""
        if filled:
            self.office.replace_aside(_name(asker, intent, whom), filled)

    def find(self, asker: str, intent: str, whom: object) -> dict[str, Any]:
        """What was typed before and not done; empty where nothing was."""
        return self.office.find_aside(_name(asker, intent, whom))

    def drop(self, asker: str, intent: str, whom: object) -> None:
        """It is done."""
        self.office.replace_aside(_name(asker, intent, whom), {})


def about(slots: Mapping[str, Any]) -> object:
    """What a form is about: a customer, or a handoff; None where it is not chosen yet."""
    return slots.get("account_id") or slots.get("handoff_id")


def _name(asker: str, intent: str, whom: object) -> str:
    """Short, however long a key is."""
    return f"draft:{sha256(f'{asker}:{intent}:{whom or str()}'.encode()).hexdigest()[:32]}"
