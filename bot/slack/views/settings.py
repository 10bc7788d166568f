"""What people choose for themselves, as menus on the home tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.ports import Say
from bot.slack.views import limits
from bot.slack.views.lines import section_of
from bot.slack.views.text import Block, plain

SETTING = "setting"
_FIRM, _NEVER = "firm", "none"
_QUIET = ("18-8", "19-8", "20-8", "21-8", "22-7", "23-6")
_HOURS = range(6, 20)
# Where customers of sales teams are; a zone on file that is not among them is added to the menu.
_ZONES = (
    "Pacific/Auckland",
    "Australia/Sydney",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Manila",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Ho_Chi_Minh",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Europe/Istanbul",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Europe/Helsinki",
    "Europe/Warsaw",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Amsterdam",
    "Europe/Zurich",
    "Europe/London",
    "Europe/Dublin",
    "Atlantic/Reykjavik",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Toronto",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Mexico_City",
    "America/Los_Angeles",
    "America/Vancouver",
    "America/Anchorage",
    "Pacific/Honolulu",
)


def draw_settings(own: Mapping[str, Any], say: Say) -> list[Block]:
    """The menus, each on what holds now. ``own`` is what ``Office.change_settings`` gives."""
    wrong = own.get("wrong_zone")
    zones = dict.fromkeys([str(own["timezone"]), *_ZONES])
    menus = [
        _menu(
            "language",
            say("home_language"),
            {key: say(f"home_language_{key}") for key in ("en", "ja")},
            own["language"],
        ),
        _menu("timezone", say("home_timezone"), {zone: zone for zone in zones}, own["timezone"]),
        _menu("quiet", say("home_quiet"), _quiet_options(own, say), _quiet_now(own)),
        _menu(
            "pictures",
            say("home_pictures"),
            {key: say(f"home_pictures_{key}") for key in ("light", "dark")},
            own.get("pictures") or "light",
        ),
    ]
    if own.get("gets_digests"):
        hours = {_FIRM: say("home_firm", what=own["firm_digest"]), **{str(hour): f"{hour:02}:00" for hour in _HOURS}}
        chosen = own.get("digest_hour")
        menus.insert(2, _menu("digest_hour", say("home_digest"), hours, _FIRM if chosen is None else chosen))
    return [*(section_of([say("home_wrong_zone", zone=wrong, used=own["timezone"])]) if wrong else []), *menus]


def read_setting(action: Mapping[str, Any]) -> dict[str, str | int | None]:
    """What a setting was changed to; None for what the firm has."""
    name, value = action["action_id"].partition(".")[2], action["selected_option"]["value"]
    if name == "quiet":
        since, _, until = {_NEVER: "0-0"}.get(value, value).partition("-")
        return (
            {"quiet_from": int(since), "quiet_until": int(until)}
            if until
            else {"quiet_from": None, "quiet_until": None}
        )
    if value == _FIRM:
        return {name: None}
    return {name: int(value) if value.isdigit() else value}


def _named(name: str, keys: tuple[str, ...], say: Say) -> dict[str, str]:
    return {key: say(f"home_{name}_{key}") for key in keys}


def _quiet_options(own: Mapping[str, Any], say: Say) -> dict[str, str]:
    spans = dict.fromkeys([*([_quiet_now(own)] if "-" in _quiet_now(own) else []), *_QUIET])
    firm = say("home_firm", what=own["firm_quiet"])
    return {_FIRM: firm, _NEVER: say("home_quiet_none"), **{span: _span(span) for span in spans}}


def _quiet_now(own: Mapping[str, Any]) -> str:
    since, until = own.get("quiet_from"), own.get("quiet_until")
    if since is None or until is None:
        return _FIRM
    return _NEVER if since == until else f"{since}-{until}"


def _menu(name: str, label: str, options: Mapping[str, str], chosen: object) -> Block:
    drawn = {key: {"text": plain(text, limits.OPTION_TEXT), "value": key} for key, text in options.items()}
    first = {"initial_option": drawn[str(chosen)]} if str(chosen) in drawn else {}
    menu = {"type": "static_select", "action_id": f"{SETTING}.{name}", "options": list(drawn.values()), **first}
    return {
        "type": "section",
        "block_id": f"{SETTING}.{name}",
        "text": plain(label, limits.SECTION_TEXT),
        "accessory": menu,
    }


def _span(span: str) -> str:
    since, _, until = span.partition("-")
    return f"{int(since):02}:00–{int(until):02}:00"
