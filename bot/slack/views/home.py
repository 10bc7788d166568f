"""The home tab: my customers by what to do next, handoffs, settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.reply import Reply
from bot.office import Say
from bot.slack.views import limits
from bot.slack.views.answer import blocks_from
from bot.slack.views.lines import section_of
from bot.slack.views.text import Block, plain

SETTING = "setting"
_ROOM = 40  # blocks for each part; the rest is asked for in words
_QUIET = ("18-8", "19-8", "20-8", "21-8", "22-7")


def draw_home(parts: Sequence[tuple[str, Sequence[Reply]]], own: Mapping[str, Any], say: Say) -> Block:
    """The view. ``parts``: title and answers; an answer that is trouble is left out."""
    blocks: list[Block] = []
    for place, (title, replies) in enumerate(parts):
        drawn = [block for reply in replies if not reply.trouble for block in blocks_from(reply)][:_ROOM]
        if drawn:
            blocks += [_header(title), *(_renamed(block, place) for block in drawn), {"type": "divider"}]
    blocks += [_header(say("home_settings")), *_settings(own, say), *section_of([say("home_asks")])]
    return {"type": "home", "blocks": blocks[: limits.BLOCKS_A_VIEW]}


def draw_stranger(text: str) -> Block:
    """The home tab of somebody unknown."""
    return {"type": "home", "blocks": section_of([text])}


def read_setting(action: Mapping[str, Any]) -> dict[str, str | int | None]:
    """What a setting was changed to."""
    name, value = action["action_id"].partition(".")[2], action["selected_option"]["value"]
    if name == "quiet":
        since, _, until = value.partition("-")
        return {"quiet_from": int(since), "quiet_until": int(until)} if until else _NO_QUIET
    return {name: int(value) if value.isdigit() else value}


_NO_QUIET: dict[str, str | int | None] = {"quiet_from": None, "quiet_until": None}


def _settings(own: Mapping[str, Any], say: Say) -> list[Block]:
    languages = {key: say(f"home_language_{key}") for key in ("en", "ja")}
    hours = {str(hour): f"{hour:02}:00" for hour in range(6, 20)}
    quiet = {"none": say("home_quiet_none"), **{span: _span(span) for span in _QUIET}}
    since, until = own.get("quiet_from"), own.get("quiet_until")
    return [
        _menu("language", say("home_language"), languages, own.get("language")),
        _menu("digest_hour", say("home_digest"), hours, own.get("digest_hour")),
        _menu("quiet", say("home_quiet"), quiet, f"{since}-{until}" if since is not None else None),
    ]


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


def _header(text: str) -> Block:
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


def _renamed(block: Block, place: int) -> Block:
    """Names are unique in a view; a button keeps its action, which is told apart by its block."""
    if block["type"] != "actions":
        return block
    name = f"{block.get('block_id', '')}"
    elements = [{**one, "action_id": f"{one['action_id']}{place}"} for one in block["elements"]]
    return {**block, "block_id": f"{place}.{name}" if not name.startswith("tick") else name, "elements": elements}
