"""Forms as pages: what is drawn for each field, and what was filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.spec import FieldKind, FormField
from bot.forms import ACCOUNT, CARRIED, LONGEST_LINE, LONGEST_TEXT, asked_fields, is_about_known
from bot.ports import Office
from bot.web.sessions import Session

_MINUTES = 16  # 2026-10-01T09:30, as browsers fill in a moment


@dataclass(frozen=True)
class Input:
    """One field as drawn. ``options``: what may be chosen or is suggested, value and how it is shown."""

    asked: FormField
    value: str
    options: tuple[tuple[str, str], ...] = ()
    error: str = ""

    @property
    def kind(self) -> str:
        """How the browser asks for it."""
        match self.asked.kind:
            case FieldKind.CHOICE | FieldKind.COLLEAGUE:
                return "select"
            case FieldKind.TEXT:
                return "textarea"
            case FieldKind.DAY:
                return "date"
            case FieldKind.MOMENT:
                return "datetime-local"
            case _:
                return "text"

    @property
    def longest(self) -> int:
        """Characters that it takes."""
        return LONGEST_TEXT if self.asked.kind is FieldKind.TEXT else LONGEST_LINE


def draw_inputs(
    office: Office, session: Session, intent: str, slots: Mapping[str, Any], errors: Mapping[str, str]
) -> tuple[Input, ...]:
    """The fields of a form, with what stands in them."""
    say = office.say(session.language)
    inputs = []
    for asked in asked_fields(intent, slots):
        options = _options(office, session, asked, slots)
        if asked.kind is FieldKind.CHOICE:
            options = tuple((key, say(f"form.{asked.slot}_{key}")) for key in asked.options)
        given = str(slots.get(asked.slot) or "")
        value = given[:_MINUTES] if asked.kind is FieldKind.MOMENT else given
        inputs.append(Input(asked, value, options, errors.get(asked.slot, "")))
    return tuple(inputs)


def _options(
    office: Office, session: Session, asked: FormField, slots: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """What of the store may be chosen, in the asker's sight."""
    asker = session.person.key
    match asked.kind:
        case FieldKind.ACCOUNT:
            return tuple((name, name) for _, name in office.suggest_accounts(asker, ""))
        case FieldKind.PRODUCT:
            return tuple((name, name) for name in office.suggest_products(asker, ""))
        case FieldKind.COLLEAGUE:
            return tuple(office.find_takers(asker, "", handoff_id=slots.get("handoff_id"), toward=slots.get("toward")))
        case _:
            return ()


def carried(slots: Mapping[str, Any]) -> dict[str, Any]:
    """What a form carries along unseen."""
    return {name: slots[name] for name in CARRIED if name in slots} if is_about_known(slots) else {}


def read_filled(office: Office, intent: str, kept: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, str]:
    """What was filled in, by slot; empty fields are left out. A moment gets the firm's time zone."""
    zone = office.conversation.clock.now().tzinfo
    filled = {
        each.slot: sent[each.slot].strip() for each in asked_fields(intent, kept) if sent.get(each.slot, "").strip()
    }
    for each in asked_fields(intent, kept):
        if each.kind is FieldKind.MOMENT and each.slot in filled:
            filled[each.slot] = _with_zone(filled[each.slot], zone)
    return filled


def find_missing(intent: str, kept: Mapping[str, Any], filled: Mapping[str, str], told: str) -> dict[str, str]:
    """By field: what must be filled in and is not."""
    return {each.slot: told for each in asked_fields(intent, kept) if each.is_needed and each.slot not in filled}


def with_account(
    office: Office, session: Session, slots: Mapping[str, Any], told: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The customer's id for the name that was chosen; the field's error where nobody in sight is called so."""
    if is_about_known(slots) or ACCOUNT not in slots:
        return dict(slots), {}
    found = office.find_account(session.person.key, str(slots[ACCOUNT]))
    return (dict(slots), {ACCOUNT: told}) if found is None else ({**slots, "account_id": found}, {})


def _with_zone(given: str, zone: dt.tzinfo | None) -> str:
    try:
        return dt.datetime.fromisoformat(given).replace(tzinfo=zone).isoformat()
    except ValueError:  # words, such as "Friday": the question itself reads those
        return given
