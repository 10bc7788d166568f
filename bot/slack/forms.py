"""The forms people fill in: which fields each has. What is sent comes back through the door as a click."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    MONEY = "money"
    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    MOMENT = "moment"
    COLLEAGUE = "colleague"


@dataclass(frozen=True)
class FormField:
    """One field: the slot that it fills. ``options`` are the closed set of a choice, its first one the usual."""

    slot: str
    kind: Kind
    is_needed: bool = False
    options: tuple[str, ...] = ()


_REASONS = ("price", "timing", "no_need", "competitor", "missing_feature", "no_budget", "other")

FORMS: dict[str, tuple[FormField, ...]] = {
    "hand_off_account": (
        FormField("need", Kind.TEXT, is_needed=True),
        FormField("toward", Kind.CHOICE, options=("sales", "cs")),
        FormField("receiver", Kind.COLLEAGUE),
        FormField("urgency", Kind.CHOICE, is_needed=True, options=("normal", "hot")),
        FormField("evidence", Kind.TEXT),
        FormField("product", Kind.LINE),
        FormField("contact", Kind.LINE),
        FormField("avoid", Kind.TEXT),
        FormField("link", Kind.LINE),
    ),
    "list_handoffs": (FormField("person", Kind.COLLEAGUE, is_needed=True),),
    "log_outcome": (
        FormField(
            "outcome",
            Kind.CHOICE,
            is_needed=True,
            options=("pitched", "won", "lost", "later", "too_early", "not_relevant"),
        ),
        FormField("product", Kind.LINE),
        FormField("amount", Kind.MONEY),
        FormField("reason", Kind.CHOICE, options=_REASONS),
        FormField("reason_text", Kind.TEXT),
        FormField("until", Kind.DAY),
    ),
    "record_need": (
        FormField("need", Kind.TEXT, is_needed=True),
        FormField("said_by", Kind.LINE),
        FormField("product", Kind.LINE),
    ),
    "hold_account": (
        FormField("reason", Kind.TEXT, is_needed=True),
        FormField("until", Kind.DAY, is_needed=True),
    ),
    "recommend_offer": (),
    "set_reminder": (
        FormField("remind_at", Kind.MOMENT, is_needed=True),
        FormField("note", Kind.TEXT),
    ),
}

# Slots that only say which customer: with these alone there is still something to ask.
_WHOM = {"account_id", "account", "product", "language"}


def wants_form(stem: str | None, slots: dict[str, object]) -> bool:
    """Whether this click is to be filled in first; one that says all it needs goes straight through."""
    if stem == "list_handoffs":  # other steps are taken as they are, or ask for words
        return slots.get("step") == "reassign" and "person" not in slots
    return stem in FORMS and bool(FORMS[stem]) and not set(slots) - _WHOM
