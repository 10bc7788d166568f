"""Forms as modals, and what a modal that was sent says."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from actions.spec import FieldKind, FormField
from bot.forms import ACCOUNT, CARRIED, LONGEST_LINE, LONGEST_TEXT, asked_fields, is_about_known
from bot.ports import Say
from bot.slack.views import limits
from bot.slack.views.text import Block, paragraph, plain, run
from bot.tidy import tidy

_TITLE = 24
_FROM_STORE = {FieldKind.ACCOUNT, FieldKind.COLLEAGUE, FieldKind.PRODUCT}  # chosen from what is typed
_LABEL = 2_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class FormSent:
    """A modal as sent: the intent, what was filled in, where the answer goes; ``account`` is the id that was chosen."""

    intent: str
    slots: dict[str, Any]
    channel: str
    thread: str | None
    account: str | None = None
    filled: dict[str, Any] = field(default_factory=dict)
    response_url: str | None = None


def draw_form(
    intent: str,
    slots: dict[str, Any],
    say: Say,
    *,
    channel: str,
    thread: str | None,
    response_url: str | None = None,
    notes: Iterable[str] = (),
) -> Block:
    """The modal for an intent. A customer that is known is shown, one that is not is chosen from the store.

    ``notes``: what to tell above the fields.
    """
    known = is_about_known(slots)
    top = [paragraph(run(tidy(str(slots["account"])), bold=True))] if known and slots.get("account") else []
    asked = asked_fields(intent, slots)
    cut = [_tell_cut(each, slots.get(each.slot), say) for each in asked if _is_cut(each, slots.get(each.slot))]
    kept = {name: slots[name] for name in CARRIED if name in slots} if known else {}
    meta = {"intent": intent, "slots": kept, "channel": channel, "thread": thread, "response_url": response_url}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(say(f"form.{intent}"), _TITLE),
        "submit": plain(say("form.send"), _TITLE),
        "close": plain(say("cancel"), _TITLE),
        "private_metadata": json.dumps(meta, ensure_ascii=False)[: limits.PRIVATE_METADATA],
        "blocks": [
            *top,
            *(paragraph(run(note)) for note in (*notes, *cut)),
            *(_input(each, slots.get(each.slot), say) for each in asked),
        ],
    }


def _is_cut(asked: FormField, given: object) -> bool:
    return isinstance(given, str) and asked.kind is FieldKind.TEXT and len(given) > LONGEST_TEXT


def _tell_cut(asked: FormField, given: object, say: Say) -> str:
    return say("form.cut", field=say(f"form.{asked.slot}"), kept=LONGEST_TEXT, length=len(str(given)))


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
    return FormSent(meta["intent"], slots, meta["channel"], meta["thread"], account, filled, meta.get("response_url"))


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
        case FieldKind.COLLEAGUE | FieldKind.ACCOUNT | FieldKind.PRODUCT:
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
    if not isinstance(given, str) or not given.strip():
        return {}
    if asked.kind in _FROM_STORE:  # a colleague's key is no name to show
        is_named = asked.kind is FieldKind.PRODUCT and len(given) <= limits.OPTION_VALUE
        return {"initial_option": {"text": plain(given, limits.OPTION_TEXT), "value": given}} if is_named else {}
    if asked.kind is FieldKind.MOMENT:
        moment = _read_moment(given)
        return {"initial_date_time": int(moment.timestamp())} if moment else {}
    if asked.kind is FieldKind.CHOICE:
        return {"initial_option": _option(asked.slot, given, say)} if given in asked.options else {}
    if asked.kind is FieldKind.DAY:
        return {"initial_date": given} if _DAY.fullmatch(given) else {}
    return {"initial_value": given[: _longest(asked)]}


def _longest(asked: FormField) -> int:
    return LONGEST_TEXT if asked.kind is FieldKind.TEXT else LONGEST_LINE


def _read_moment(given: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(given)
    except ValueError:  # words, such as "Friday": there is nothing to begin with
        return None
    return moment if moment.tzinfo else None


def draw_options(found: Iterable[tuple[str, str]]) -> list[Block]:
    """What may be chosen (value and how it is shown) in a field; what Slack has no room for is out."""
    shown = ((value, name) for value, name in found if len(value) <= limits.OPTION_VALUE)
    return [{"text": plain(name, limits.OPTION_TEXT), "value": value} for value, name in shown][: limits.OPTIONS]


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
