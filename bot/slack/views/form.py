"""Forms as modals, and what a modal that was sent says."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from actions.spec import FieldKind, FormField
from bot.ports import Say
from bot.slack.forms import fields_of
from bot.slack.views import limits
from bot.slack.views.text import Block, paragraph, plain, run, tidy

ACCOUNT = "account"
_KEPT = ("account_id", "account", "language", "handoff_id", "version", "step")
_TITLE = 24
_BLANK = {FieldKind.MOMENT, FieldKind.COLLEAGUE}  # open with nothing in them
_LABEL = 2_000
_LINE = 150
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TEXT = 2_000


@dataclass(frozen=True)
class FormSent:
    """A modal as sent: the intent, what was filled in, and where the answer goes."""

    intent: str
    slots: dict[str, Any]
    channel: str
    thread: str | None
    account: str | None = None
    filled: dict[str, Any] = field(default_factory=dict)


def draw_form(intent: str, slots: dict[str, Any], say: Say, *, channel: str, thread: str | None) -> Block:
    """The modal for an intent. A customer that is known is shown, one that is not is asked for."""
    known = slots.get("account_id") is not None or slots.get("handoff_id") is not None
    top = [paragraph(run(tidy(str(slots["account"])), bold=True))] if known and slots.get("account") else []
    ask = [] if known else [_input(FormField(ACCOUNT, FieldKind.LINE, is_needed=True), slots.get("account"), say)]
    fields = [_input(each, slots.get(each.slot), say) for each in fields_of(intent)]
    kept = {name: slots[name] for name in _KEPT if name in slots} if known else {}
    meta = {"intent": intent, "slots": kept, "channel": channel, "thread": thread}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(say(f"form.{intent}"), _TITLE),
        "submit": plain(say("form.send"), _TITLE),
        "close": plain(say("cancel"), _TITLE),
        "private_metadata": json.dumps(meta, ensure_ascii=False)[: limits.PRIVATE_METADATA],
        "blocks": [*top, *ask, *fields],
    }


def read_form(view: dict[str, Any]) -> FormSent:
    """What was filled in, by slot; empty fields are left out."""
    meta = json.loads(view["private_metadata"])
    filled = {
        slot: value
        for slot, controls in (view.get("state") or {}).get("values", {}).items()
        for control in controls.values()
        if (value := _value(control)) not in (None, "")
    }
    account = filled.pop(ACCOUNT, None)
    slots = {**meta["slots"], **filled}
    return FormSent(meta["intent"], slots, meta["channel"], meta["thread"], account, filled)


def _input(asked: FormField, given: object, say: Say) -> Block:
    return {
        "type": "input",
        "block_id": asked.slot,
        "optional": not asked.is_needed,
        "label": plain(say(f"form.{asked.slot}"), _LABEL),
        "element": {**_element(asked, say), **_begun(asked, given, say), "action_id": f"field.{asked.slot}"},
    }


def _element(asked: FormField, say: Say) -> Block:
    match asked.kind:
        case FieldKind.DAY:
            return {"type": "datepicker"}
        case FieldKind.MOMENT:
            return {"type": "datetimepicker"}
        case FieldKind.COLLEAGUE:
            return {"type": "external_select", "min_query_length": 0}
        case FieldKind.CHOICE:
            options = [_option(asked.slot, key, say) for key in asked.options]
            first = {"initial_option": options[0]} if asked.is_needed and asked.slot != "outcome" else {}
            return {"type": "static_select", "options": options, **first}
        case _:
            longest = _longest(asked)
            return {"type": "plain_text_input", "multiline": asked.kind is FieldKind.TEXT, "max_length": longest}


def _begun(asked: FormField, given: object, say: Say) -> Block:
    """What stands in the field when the form opens."""
    if not isinstance(given, str) or not given.strip() or asked.kind in _BLANK:
        return {}
    if asked.kind is FieldKind.CHOICE:
        return {"initial_option": _option(asked.slot, given, say)} if given in asked.options else {}
    if asked.kind is FieldKind.DAY:
        return {"initial_date": given} if _DAY.fullmatch(given) else {}
    return {"initial_value": given[: _longest(asked)]}


def _longest(asked: FormField) -> int:
    return _TEXT if asked.kind is FieldKind.TEXT else _LINE


def draw_people(people: Iterable[tuple[str, str]]) -> list[Block]:
    """Colleagues (key and how they are shown) as the options of a field; one whose key Slack has no room for is out."""
    shown = ((key, name) for key, name in people if len(key) <= limits.OPTION_VALUE)
    return [{"text": plain(name, limits.OPTION_TEXT), "value": key} for key, name in shown][: limits.OPTIONS]


def _option(slot: str, key: str, say: Say) -> Block:
    return {"text": plain(say(f"form.{slot}_{key}"), limits.OPTION_TEXT), "value": key}


def _value(control: dict[str, Any]) -> str | None:
    match control.get("type"):
        case "datepicker":
            return control.get("selected_date")
        case "datetimepicker":
            moment = control.get("selected_date_time")
            return dt.datetime.fromtimestamp(moment, tz=dt.UTC).isoformat() if moment else None
        case "static_select" | "external_select":
            return (control.get("selected_option") or {}).get("value")
        case _:
            return (control.get("value") or "").strip() or None
