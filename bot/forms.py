"""The forms people fill in, as the questions declare them. What is sent comes back through the door as a click."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from actions.registry import load_specs, spec_of
from actions.reply import Reply
from actions.spec import FieldKind, FormField
from bot.ports import Office, Say

ACCOUNT, AMOUNT = "account", "amount"
LONGEST_LINE, LONGEST_TEXT = 150, 3_000  # characters of a field
# What a form carries along without showing it, once the customer or the handoff is known.
CARRIED = ("account_id", "account", "language", "handoff_id", "version", "step")
_YEARS_AHEAD = 10  # what is planned beyond is a slip of the finger
_DAYS = {FieldKind.DAY, FieldKind.MOMENT}

# Slots that only say which customer: with these alone there is still something to ask.
_WHOM = {"account_id", "account", "product", "language"}


def fields_of(intent: str) -> tuple[FormField, ...]:
    """The fields of a question's form. ValueError where it has none."""
    form = spec_of(intent).form
    if form is None:
        raise ValueError(f"{intent} has no form")
    return form.fields


def wants_form(intent: str | None, slots: dict[str, object]) -> bool:
    """Whether this click is to be filled in first; one that says all it needs goes straight through."""
    spec = load_specs().get(intent or "")
    if spec is None or spec.form is None or not spec.form.fields:
        return False
    if spec.form.step:  # other steps are taken as they are, or ask for words
        return slots.get("step") == spec.form.step and not {field.slot for field in spec.form.fields} & set(slots)
    return not set(slots) - _WHOM


def is_about_known(slots: Mapping[str, object]) -> bool:
    """Whether it is said whom or what the form is about, so that nobody has to choose."""
    return slots.get("account_id") is not None or slots.get("handoff_id") is not None


def asked_fields(intent: str, slots: Mapping[str, object]) -> tuple[FormField, ...]:
    """What is to be filled in: first the customer, where it is not known."""
    whom = () if is_about_known(slots) else (FormField(ACCOUNT, FieldKind.ACCOUNT, is_needed=True),)
    return (*whom, *fields_of(intent))


def with_amount(office: Office, slots: Mapping[str, Any]) -> dict[str, Any]:
    """The amount in minor units of the firm's currency; as it was written where it cannot be read."""
    minor = office.read_amount(str(slots[AMOUNT])) if AMOUNT in slots else None
    if minor is None:
        return dict(slots)
    return {**{slot: value for slot, value in slots.items() if slot != AMOUNT}, "amount_minor": minor}


def find_slips(
    office: Office, intent: str, slots: Mapping[str, Any], filled: Mapping[str, Any], say: Say
) -> dict[str, str]:
    """By field: amounts that are none, and days of which no calendar holds a plan. ``slots``: ``with_amount``."""
    last = office.conversation.clock.today().year + _YEARS_AHEAD
    far = [each.slot for each in fields_of(intent) if each.kind in _DAYS and _year(filled.get(each.slot)) > last]
    amount = {AMOUNT: say("form.no_amount")} if AMOUNT in slots else {}
    return amount | {slot: say("form.far_day", year=last) for slot in far}


def find_field_errors(reply: Reply, shown: Collection[str], first: str) -> dict[str, str]:
    """Trouble, or a question back about a field, as the error of that field, else of the ``first``.

    A question about something else (a customer on hold: all the same?) is asked in a message, with its buttons.
    """
    asks = reply.pending_slot
    about = asks.slot if asks and not asks.is_done else ""
    if about in shown:
        return {about: reply.headline}
    return {first: reply.headline} if reply.trouble else {}


def _year(given: object) -> int:
    written = str(given or "")[:4]
    return int(written) if written.isdigit() else 0
