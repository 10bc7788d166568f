"""Each setting opened: its value, where that comes from, and the reason that stands beside it in ``config.yml``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import SettingsBroken
from knowledge.settings import SHIPPED_CONFIG, load_rules, own_config


@dataclass(frozen=True)
class Setting:
    """One setting by its dotted name. ``source``: "shipped", the firm's file, or the environment variable."""

    name: str
    value: Any
    source: str
    reason: str = ""


def list_settings() -> tuple[Setting, ...]:
    """All settings in force, in the order of the shipped file. SettingsBroken as for ``load_rules``."""
    rules = load_rules().model_dump(mode="json")
    shipped, own_path = _read_lines(SHIPPED_CONFIG), own_config()
    own = _read_lines(own_path) if own_path else {}
    told = []
    for name, value in flatten(rules):
        reason = own.get(name, "") or shipped.get(name, "")
        told.append(Setting(name, value, _source(name, own, own_path), reason))
    order = {name: place for place, name in enumerate(shipped)}
    return tuple(sorted(told, key=lambda setting: order.get(setting.name, len(order))))


def find_setting(name: str) -> Setting:
    """One setting. SettingsBroken names the nearest where there is none of this name."""
    settings = {setting.name: setting for setting in list_settings()}
    if name in settings:
        return settings[name]
    near = get_close_matches(name, settings, n=1, cutoff=0.4)
    hint = f" Did you mean {near[0]}?" if near else " `osusume config show` lists them."
    raise SettingsBroken(f"There is no setting called {name}.{hint}", file="config.yml", key=name)


def _source(name: str, own: dict[str, str], path: Path | None) -> str:
    variable = f"OSUSUME_{name.replace('.', '__').upper()}"
    if variable in {key.upper() for key in os.environ}:
        return variable
    return str(path) if path and name in own else "shipped"


def flatten(rules: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Each setting by its whole name, ``gate.asks_cap``, with its value."""
    for key, value in rules.items():
        if isinstance(value, dict) and value:
            yield from flatten(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _read_lines(path: Path) -> dict[str, str]:
    """Each setting in the file with the comment on its line."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    found: dict[str, str] = {}
    _walk(node, "", lines, found)
    return found


def _walk(node: Any, above: str, lines: list[str], found: dict[str, str]) -> None:
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        name = f"{above}{key.value}"
        _, _, comment = lines[key.start_mark.line].partition(" # ")
        found[name] = comment.strip()
        _walk(value, f"{name}.", lines, found)
